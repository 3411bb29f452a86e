/** The connections of one port that are open, and their end. @module */

import { after } from "../net/timers.ts";
import type { Stream } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { TcpConnection, type TcpRelay } from "../relay/tcp.ts";
import { logFault } from "./faults.ts";

const nothing = () => {};

/** Runs connections and knows which are under way. */
export class Connections {
  readonly #log: Log;
  /** Each with what is to be called when it has ended. */
  readonly #open = new Map<TcpConnection, () => void>();
  #whenEmpty: PromiseWithResolvers<void> | null = null;

  /** @param log told of faults of the program */
  constructor(log: Log) {
    this.#log = log;
  }

  /** How many are under way. */
  get size(): number {
    return this.#open.size;
  }

  /** Serves an accepted stream to its end, and calls back then. */
  serve(stream: Stream, relay: TcpRelay, onEnd: () => void = nothing): void {
    const connection = new TcpConnection(stream, relay, this.#ended);
    this.#open.set(connection, onEnd);
    connection.run().catch(this.#failed);
  }

  /** Resets those of some users. */
  abort(matches: (user: string | undefined) => boolean = () => true): void {
    for (const connection of this.#open.keys()) {
      if (matches(connection.user)) connection.abort("stopped");
    }
  }

  /** Waits until there are none. */
  ended(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    this.#whenEmpty ??= Promise.withResolvers();
    return this.#whenEmpty.promise;
  }

  /** Waits for the end of all, and after so many seconds makes it. */
  async drain(graceSeconds: number): Promise<void> {
    if (this.#open.size === 0) return;
    const wait = after(graceSeconds, () => this.abort());
    await this.ended();
    wait.cancel();
  }

  // These two are made once: thousands of connections wait, and a function of its own would wait with each.

  readonly #ended = (connection: TcpConnection): void => {
    const onEnd = this.#open.get(connection);
    this.#open.delete(connection);
    onEnd?.();
    if (this.#open.size > 0) return;
    this.#whenEmpty?.resolve();
    this.#whenEmpty = null;
  };

  readonly #failed = (fault: unknown): void => logFault(this.#log, fault);
}
