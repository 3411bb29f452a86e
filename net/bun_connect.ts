/** Dialling on Bun. @module */

import { handlers } from "./bun_handlers.ts";
import { dialError } from "./bun_refusal.ts";
import type { BunStream } from "./bun_stream.ts";
import { SocketError } from "./errors.ts";
import { formatEndpoint } from "./hosts.ts";
import { after } from "./timers.ts";
import type { ConnectOptions, Stream } from "./types.ts";

/**
 * Connects by TCP; a name is resolved by the runtime.
 *
 * @throws {SocketError} when it does not stand in time, or is refused.
 */
export function connect(options: ConnectOptions): Promise<Stream> {
  const { host, port, timeout, keepalive } = options;
  const target = formatEndpoint(options);
  return new Promise((resolve, reject) => {
    let late = false;
    const wait = after(timeout, () => {
      late = true;
      reject(new SocketError("timeout", `Cannot connect to ${target}: no answer in ${timeout} s`));
    });
    const onOpen = (stream: BunStream) => {
      if (late) return stream.abort();
      wait.cancel();
      resolve(stream);
    };
    const data = { stream: null, onOpen, keepalive };
    Bun.connect({ hostname: host, port, allowHalfOpen: true, data, socket: handlers }).catch(async (cause) => {
      const error = await dialError(`connect to ${target}`, cause, host);
      wait.cancel();
      reject(error);
    });
  });
}
