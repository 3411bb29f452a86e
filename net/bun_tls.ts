/** Dialling by TLS on Bun. @module */

import type { Socket, SocketHandler } from "bun";
import { BunDial } from "./bun_dial.ts";
import { handlers, type SocketEvents } from "./bun_handlers.ts";
import { BunStream } from "./bun_stream.ts";
import { SocketError } from "./errors.ts";
import { formatEndpoint } from "./hosts.ts";
import type { ConnectTlsOptions, Stream } from "./types.ts";

/** As for TCP, but whoever waits is also told when hands were shaken. */
const tlsHandlers: SocketHandler<SocketEvents> = {
  ...handlers,
  handshake(socket, authorized, cause) {
    if (socket.data instanceof TlsDial) socket.data.onHandshake(socket, authorized, cause);
  },
};

/**
 * Connects by TLS, and checks the certificate.
 *
 * @throws {SocketError} when it does not stand in time, is refused, or the certificate is not the name's.
 */
export function connectTls(options: ConnectTlsOptions): Promise<Stream> {
  const { host: hostname, port, name, authorities } = options;
  const dial = new TlsDial(options);
  const tls = { serverName: name, rejectUnauthorized: true, ...(authorities && { ca: [...authorities] }) };
  Bun.connect<SocketEvents>({ hostname, port, allowHalfOpen: true, tls, data: dial, socket: tlsHandlers })
    .catch((cause: unknown) => dial.onRefused(cause));
  return dial.stream;
}

/** Who waits for one socket: its stream begins when hands are shaken and the certificate was found to be good. */
class TlsDial extends BunDial {
  #socket: Socket<SocketEvents> | null = null;

  onOpen(socket: Socket<SocketEvents>): void {
    this.#socket = socket;
    if (this.isOver) socket.terminate();
  }

  /** Hands were shaken, or that failed. */
  onHandshake(socket: Socket<SocketEvents>, authorized: boolean, cause: Error | null): void {
    if (authorized) return this.stand(socket, new BunStream(socket, this.options.keepalive));
    this.#refuse(cause?.message ?? "the handshake failed");
    socket.terminate();
  }

  override onClose(cause?: Error): void {
    this.#refuse(cause?.message ?? "the peer closed the connection");
  }

  override timeUp(): void {
    super.timeUp();
    this.#socket?.terminate();
  }

  #refuse(reason: string): void {
    this.fail(new SocketError("refused", `Cannot connect to ${formatEndpoint(this.options)}: ${reason}`));
  }
}
