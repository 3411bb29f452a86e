/** Tells when something has grown by so much. @module */

/** A count that is watched. */
export class Growth {
  readonly #step: number;
  readonly #onGrown: () => void;
  /** The count when it was told last, or later if it was lower. */
  #before = 0;

  /** @param onGrown is called whenever the count is by `step` above what it was at the last call, or has fallen to since */
  constructor(step: number, onGrown: () => void) {
    this.#step = step;
    this.#onGrown = onGrown;
  }

  /** Looks at the count. */
  note(count: number): void {
    this.#before = Math.min(this.#before, count);
    if (count < this.#before + this.#step) return;
    this.#before = count;
    this.#onGrown();
  }
}
