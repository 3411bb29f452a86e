/** The connections that are open, and their end. @module */

import { after } from "../net/timers.ts";
import type { Stream } from "../net/types.ts";
import { logFault } from "./faults.ts";
import { TcpConnection, type TcpRelay } from "../relay/tcp.ts";

/** Runs connections and knows which are under way. */
export class Connections {
  readonly #open = new Set<TcpConnection>();
  #whenEmpty: (() => void) | null = null;

  /** Serves an accepted stream to its end. */
  serve(stream: Stream, relay: TcpRelay): void {
    const connection = new TcpConnection(stream, relay);
    this.#open.add(connection);
    connection.run().catch((fault: unknown) => logFault(relay.log, fault)).finally(() => {
      this.#open.delete(connection);
      if (this.#open.size === 0) this.#whenEmpty?.();
    });
  }

  /** Waits for the end of all, and after so many seconds makes it. */
  async drain(graceSeconds: number): Promise<void> {
    if (this.#open.size === 0) return;
    const empty = new Promise<void>((resolve) => this.#whenEmpty = resolve);
    const wait = after(graceSeconds, () => {
      for (const connection of this.#open) connection.abort("stopped");
    });
    await empty;
    wait.cancel();
  }
}
