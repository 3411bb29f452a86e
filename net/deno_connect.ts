/** Dialling on Deno. @module */

import { endpointOf } from "./deno_addr.ts";
import { toSocketError } from "./deno_errors.ts";
import { expectDescriptor, keepAlive } from "./descriptors.ts";
import { DenoStream } from "./deno_stream.ts";
import { noAnswer } from "./errors.ts";
import { canOwn } from "./deno_own.ts";
import { formatEndpoint } from "./hosts.ts";
import { connectLinux } from "./linux/connect.ts";
import { after } from "./timers.ts";
import type { ConnectOptions, Stream } from "./types.ts";

/**
 * Connects by TCP; a name is resolved by the system, and its addresses are tried side by side.
 *
 * @throws {SocketError} when it does not stand in time, or is refused.
 */
export function connect(options: ConnectOptions): Promise<Stream> {
  return canOwn(options.host) ? connectLinux(options) : connectDeno(options);
}

async function connectDeno(options: ConnectOptions): Promise<Stream> {
  const { host, port, timeout, keepalive } = options;
  const giveUp = new AbortController();
  const wait = after(timeout, () => giveUp.abort());
  const descriptor = expectDescriptor();
  try {
    const conn = await Deno.connect({ hostname: host, port, signal: giveUp.signal });
    conn.setNoDelay(true);
    const local = endpointOf(conn.localAddr);
    return new DenoStream(conn, () => {
      if (!keepAlive(descriptor, local, keepalive)) conn.setKeepAlive(true);
    });
  } catch (cause) {
    if (giveUp.signal.aborted) throw noAnswer(options);
    throw toSocketError(`connect to ${formatEndpoint(options)}`, cause);
  } finally {
    wait.cancel();
  }
}
