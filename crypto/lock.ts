/** Who may change memory that threads share. @module */

/** One holder at a time. */
export interface Lock {
  /** Waits until nobody else holds it. */
  acquire(): void;
  /** Lets the next one in. */
  release(): void;
}

/** For memory that one thread has to itself. */
export const NO_LOCK: Lock = { acquire() {}, release() {} };

/** Tries before the thread sleeps: more than one entry takes, less than a turn on the processor. */
const SPINS = 200;

/** Milliseconds between looks while another thread has the lock and, it seems, not the processor. */
const NAP = 1;

/** Milliseconds after which the holder is taken for stuck. */
const LOCK_LIMIT = 1000;

/** A lock in a word of shared memory: 0 while it is free, else its holder's number. */
export class SharedLock implements Lock {
  readonly #word: Int32Array;
  readonly #holder: number;

  /**
   * @param word one word of a SharedArrayBuffer
   * @param holder this thread's number, from 1
   */
  constructor(word: Int32Array, holder: number) {
    this.#word = word;
    this.#holder = holder;
  }

  acquire(): void {
    for (let tries = 0; tries < SPINS; tries++) {
      if (Atomics.compareExchange(this.#word, 0, 0, this.#holder) === 0) return;
    }
    this.#sleepUntilFree();
  }

  release(): void {
    Atomics.store(this.#word, 0, 0);
  }

  /** Whoever waits this long refuses what it came for: a salt that cannot be looked up is never taken for new. */
  #sleepUntilFree(): void {
    for (let naps = 0; naps < LOCK_LIMIT / NAP; naps++) {
      const holder = Atomics.compareExchange(this.#word, 0, 0, this.#holder);
      if (holder === 0) return;
      Atomics.wait(this.#word, 0, holder, NAP);
    }
    throw new Error(`Cannot change shared memory: another thread has held it for ${LOCK_LIMIT} ms`);
  }
}

/** Frees a lock whose holder has died, if that one held it. */
export function freeLockOf(word: Int32Array, holder: number): void {
  Atomics.compareExchange(word, 0, holder, 0);
}
