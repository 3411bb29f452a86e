/** The connections of one port that are open, and their end. @module */

import { after } from "../net/timers.ts";
import type { Stream } from "../net/types.ts";
import { TcpConnection, type TcpRelay } from "../relay/tcp.ts";
import { logFault } from "./faults.ts";

/** Runs connections and knows which are under way. */
export class Connections {
  readonly #open = new Set<TcpConnection>();
  #whenEmpty = Promise.withResolvers<void>();

  /** How many are under way. */
  get size(): number {
    return this.#open.size;
  }

  /** Serves an accepted stream to its end. */
  async serve(stream: Stream, relay: TcpRelay): Promise<void> {
    const connection = new TcpConnection(stream, relay);
    this.#open.add(connection);
    try {
      await connection.run();
    } catch (fault) {
      logFault(relay.log, fault);
    } finally {
      this.#open.delete(connection);
      if (this.#open.size === 0) this.#becomeEmpty();
    }
  }

  /** Resets those of some users. */
  abort(matches: (user: string | undefined) => boolean = () => true): void {
    for (const connection of this.#open) {
      if (matches(connection.user)) connection.abort("stopped");
    }
  }

  /** Waits until there are none. */
  ended(): Promise<void> {
    return this.#open.size === 0 ? Promise.resolve() : this.#whenEmpty.promise;
  }

  /** Waits for the end of all, and after so many seconds makes it. */
  async drain(graceSeconds: number): Promise<void> {
    if (this.#open.size === 0) return;
    const wait = after(graceSeconds, () => this.abort());
    await this.ended();
    wait.cancel();
  }

  #becomeEmpty(): void {
    this.#whenEmpty.resolve();
    this.#whenEmpty = Promise.withResolvers();
  }
}
