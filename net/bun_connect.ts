/** Dialling on Bun. @module */

import type { Socket } from "bun";
import { BunDial } from "./bun_dial.ts";
import { handlers, type SocketEvents } from "./bun_handlers.ts";
import { canOwn } from "./bun_own.ts";
import { BunStream } from "./bun_stream.ts";
import { descriptorsAreShort, shortOfDescriptors } from "./descriptor_reserve.ts";
import { addressEnd, formatEndpoint } from "./hosts.ts";
import { connectLinux } from "./linux/connect.ts";
import type { ConnectOptions, Stream } from "./types.ts";

/**
 * Connects by TCP; a name is resolved by the runtime.
 *
 * @throws {SocketError} when it does not stand in time, or is refused.
 */
export function connect(options: ConnectOptions): Promise<Stream> {
  return canOwn(options.host) ? connectLinux(options) : connectBun(options);
}

function connectBun(options: ConnectOptions): Promise<Stream> {
  if (descriptorsAreShort()) return Promise.reject(shortOfDescriptors(`connect to ${formatEndpoint(options)}`));
  const dial = new Dial(options);
  const { host: hostname, port } = options;
  Bun.connect<SocketEvents>({ hostname, port, allowHalfOpen: true, data: dial, socket: handlers })
    .catch((cause: unknown) => dial.onRefused(cause));
  return dial.stream;
}

/** Who waits for one TCP socket. */
class Dial extends BunDial {
  onOpen(socket: Socket<SocketEvents>): void {
    this.stand(socket, new BunStream(socket, this.options.keepalive, addressEnd(this.options)));
  }
}
