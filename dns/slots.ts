/** A limit on what is under way at once. @module */

import { ResolveError } from "./types.ts";

/** How much runs at once, and how much more waits for its turn; what comes beyond fails. */
interface Room {
  readonly running: number;
  readonly waiting: number;
}

/** Exchanges with servers, each with a socket of its own. */
const EXCHANGES: Room = { running: 256, waiting: 4096 };
/**
 * Names that the system's own resolver looks up. Each holds a thread until the system has done with it, whether anybody
 * still waits or not; Deno has 32 for that, for files, and for the wait of our own sockets (`net/linux/poller.ts`).
 */
const LOOKUPS: Room = { running: 16, waiting: 1024 };

/** Runs work, so much of it at once and the rest in its turn. */
export class Slots {
  readonly #room: Room;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** With room for exchanges with servers unless told. */
  constructor(room = EXCHANGES) {
    this.#room = room;
  }

  /** Runs the work when there is room; throws {@linkcode ResolveError} when too much waits already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#room.running) await this.#turn();
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
    const { waiting } = this.#room;
    if (this.#waiting.length >= waiting) {
      throw new ResolveError("server", `Cannot ask for another name: ${waiting} queries wait already`);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** For names that the system's own resolver looks up, whoever asks. */
export const lookupSlots = new Slots(LOOKUPS);
