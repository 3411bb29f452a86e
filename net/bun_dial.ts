/** What dials on Bun have in common, by TCP and by TLS. @module */

import type { Socket } from "bun";
import { Opening, type SocketEvents } from "./bun_handlers.ts";
import { dialError } from "./bun_refusal.ts";
import type { BunStream } from "./bun_stream.ts";
import { noAnswer, type SocketError } from "./errors.ts";
import { formatEndpoint } from "./hosts.ts";
import { after, type Timed, type Wait } from "./timers.ts";
import type { ConnectOptions, Stream } from "./types.ts";

/** Who waits for one socket to stand, for as long as the options say. */
export abstract class BunDial extends Opening implements Timed {
  protected readonly options: ConnectOptions;
  readonly #wait: Wait;
  readonly #outcome = Promise.withResolvers<Stream>();
  #isOver = false;

  constructor(options: ConnectOptions) {
    super();
    this.options = options;
    this.#wait = after(options.timeout, this);
  }

  /** The stream, when it stands. */
  get stream(): Promise<Stream> {
    return this.#outcome.promise;
  }

  /** Whether it has stood or failed. */
  protected get isOver(): boolean {
    return this.#isOver;
  }

  timeUp(): void {
    this.fail(noAnswer(this.options));
  }

  /** The TCP connection does not stand. */
  async onRefused(cause: unknown): Promise<void> {
    this.fail(await dialError(`connect to ${formatEndpoint(this.options)}`, cause, this.options.host));
  }

  /** The stream stands; nobody waits for one that is late. */
  protected stand(socket: Socket<SocketEvents>, stream: BunStream): void {
    socket.data = stream;
    if (this.#isOver) return stream.abort();
    this.#end();
    this.#outcome.resolve(stream);
  }

  /** It will not stand. */
  protected fail(error: SocketError): void {
    if (this.#isOver) return;
    this.#end();
    this.#outcome.reject(error);
  }

  #end(): void {
    this.#isOver = true;
    this.#wait.cancel();
  }
}
