/** Dialling on Bun. @module */

import type { Socket } from "bun";
import { handlers, Opening, type SocketEvents } from "./bun_handlers.ts";
import { dialError } from "./bun_refusal.ts";
import { BunStream } from "./bun_stream.ts";
import { SocketError } from "./errors.ts";
import { addressEnd, formatEndpoint } from "./hosts.ts";
import { after, type Timed, type Wait } from "./timers.ts";
import type { ConnectOptions, Stream } from "./types.ts";

/**
 * Connects by TCP; a name is resolved by the runtime.
 *
 * @throws {SocketError} when it does not stand in time, or is refused.
 */
export function connect(options: ConnectOptions): Promise<Stream> {
  const dial = new Dial(options);
  const { host: hostname, port } = options;
  Bun.connect<SocketEvents>({ hostname, port, allowHalfOpen: true, data: dial, socket: handlers })
    .catch((cause: unknown) => dial.onRefused(cause));
  return dial.stream;
}

/** Who waits for one socket to stand. */
class Dial extends Opening implements Timed {
  readonly #options: ConnectOptions;
  readonly #wait: Wait;
  readonly #outcome = Promise.withResolvers<Stream>();
  #isLate = false;

  constructor(options: ConnectOptions) {
    super();
    this.#options = options;
    this.#wait = after(options.timeout, this);
  }

  /** The stream, when it stands. */
  get stream(): Promise<Stream> {
    return this.#outcome.promise;
  }

  onOpen(socket: Socket<SocketEvents>): void {
    const stream = new BunStream(socket, this.#options.keepalive, addressEnd(this.#options));
    socket.data = stream;
    if (this.#isLate) return stream.abort();
    this.#wait.cancel();
    this.#outcome.resolve(stream);
  }

  timeUp(): void {
    this.#isLate = true;
    const { timeout } = this.#options;
    const target = formatEndpoint(this.#options);
    this.#outcome.reject(new SocketError("timeout", `Cannot connect to ${target}: no answer in ${timeout} s`));
  }

  /** The connection does not stand. */
  async onRefused(cause: unknown): Promise<void> {
    const error = await dialError(`connect to ${formatEndpoint(this.#options)}`, cause, this.#options.host);
    this.#wait.cancel();
    this.#outcome.reject(error);
  }
}
