/**
 * Moderation of bulk, as network cards do it with interrupts: where bytes come as fast as somebody looks for them, a short
 * pause before the next look lets more of them come together. Each look, each call and each waking of a peer then carries
 * more of them, and the processor is left to whoever makes them.
 *
 * @module
 */

import { openLibc } from "./libc.ts";

/** Bytes of a turn that are no bulk; and so many that a pause would not make them more. */
const LITTLE = 16 * 1024;
const PLENTY = 128 * 1024;
/** Bytes of turns without a gap that make them bulk: a page and its pictures are none. */
const BULK = 256 * 1024;
/** Milliseconds between two turns that are a gap. */
const GAP = 0.5;
/** Microseconds of a pause. The kernel wakes a thread some fifty later. */
const PAUSE = 100;

/** Holds this thread for so many microseconds; nothing happens where libc cannot be had. */
function holdThread(microseconds: number): void {
  openLibc()?.usleep(microseconds);
}

/** Watches what the turns of an event loop carry, and pauses between those of bulk. */
export class Moderation {
  readonly #hold: (microseconds: number) => void;
  readonly #clock: () => number;
  /** Bytes of this turn, and of the turns of bulk up to it. */
  #turn = 0;
  #run = 0;
  /** When the last turn of bulk ended, in milliseconds. */
  #endedAt = 0;

  /**
   * @param hold holds the thread for so many microseconds
   * @param clock milliseconds on any clock that goes on
   */
  constructor(hold = holdThread, clock = () => performance.now()) {
    this.#hold = hold;
    this.#clock = clock;
  }

  /** Notes bytes that were received in this turn. */
  count(bytes: number): void {
    this.#turn += bytes;
  }

  /** Ends a turn, and pauses where the next one gains by it. */
  endTurn(): void {
    const bytes = this.#turn;
    this.#turn = 0;
    if (bytes < LITTLE) return;
    const now = this.#clock();
    this.#run = now - this.#endedAt > GAP ? bytes : this.#run + bytes;
    this.#endedAt = now;
    if (this.#run >= BULK && bytes < PLENTY) this.#hold(PAUSE);
  }
}

/** The one of this thread. */
export const moderation = new Moderation();
