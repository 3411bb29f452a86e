/** A limit on what is under way at once. @module */

import { ResolveError } from "./types.ts";

/** Exchanges under way at once, each with a socket of its own. */
const MAX_RUNNING = 256;
/** Exchanges that wait for their turn; what comes beyond fails. */
const MAX_WAITING = 4096;

/** Runs work, so much of it at once and the rest in its turn. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Runs the work when there is room; throws {@linkcode ResolveError} when too much waits already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MAX_RUNNING) await this.#turn();
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  /** Waits until another's place is handed on. */
  #turn(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      throw new ResolveError("server", `Cannot ask for another name: ${MAX_WAITING} queries wait already`);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
