/** Dialling by TLS on Bun. @module */

import type { Socket, SocketHandler } from "bun";
import { handlers, Opening, type SocketEvents } from "./bun_handlers.ts";
import { dialError } from "./bun_refusal.ts";
import { BunStream } from "./bun_stream.ts";
import { SocketError } from "./errors.ts";
import { formatEndpoint } from "./hosts.ts";
import { after, type Timed, type Wait } from "./timers.ts";
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
    .catch((cause: unknown) => dial.onUnreached(cause));
  return dial.stream;
}

/** Who waits for one socket: its stream begins when hands are shaken and the certificate was found to be good. */
class TlsDial extends Opening implements Timed {
  readonly #options: ConnectTlsOptions;
  readonly #wait: Wait;
  readonly #outcome = Promise.withResolvers<Stream>();
  #socket: Socket<SocketEvents> | null = null;
  #isOver = false;

  constructor(options: ConnectTlsOptions) {
    super();
    this.#options = options;
    this.#wait = after(options.timeout, this);
  }

  /** The stream, when it stands. */
  get stream(): Promise<Stream> {
    return this.#outcome.promise;
  }

  onOpen(socket: Socket<SocketEvents>): void {
    this.#socket = socket;
    if (this.#isOver) socket.terminate();
  }

  /** Hands were shaken, or that failed. */
  onHandshake(socket: Socket<SocketEvents>, authorized: boolean, cause: Error | null): void {
    if (!authorized) {
      this.#refuse(cause?.message ?? "the handshake failed");
      return void socket.terminate();
    }
    const stream = new BunStream(socket, this.#options.keepalive);
    socket.data = stream;
    if (this.#isOver) return stream.abort();
    this.#isOver = true;
    this.#wait.cancel();
    this.#outcome.resolve(stream);
  }

  override onClose(cause?: Error): void {
    this.#refuse(cause?.message ?? "the peer closed the connection");
  }

  timeUp(): void {
    const { timeout } = this.#options;
    const target = formatEndpoint(this.#options);
    this.#fail(new SocketError("timeout", `Cannot connect to ${target}: no answer in ${timeout} s`));
    this.#socket?.terminate();
  }

  /** The TCP connection does not stand. */
  async onUnreached(cause: unknown): Promise<void> {
    this.#fail(await dialError(`connect to ${formatEndpoint(this.#options)}`, cause, this.#options.host));
  }

  #refuse(reason: string): void {
    this.#fail(new SocketError("refused", `Cannot connect to ${formatEndpoint(this.#options)}: ${reason}`));
  }

  #fail(error: SocketError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#wait.cancel();
    this.#outcome.reject(error);
  }
}
