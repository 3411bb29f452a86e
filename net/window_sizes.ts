/** Windows of two sizes. @module */

import { WindowPool } from "./windows.ts";

/** Small windows for whoever wants them, and a few large ones: behind these, many slow readers would hold much memory. */
export class WindowSizes {
  readonly #small: WindowPool;
  readonly #large: WindowPool;
  readonly #mostLarge: number;
  #largeOut = 0;

  /**
   * @param small bytes in a small window
   * @param large bytes in a large one
   * @param mostLarge large ones that are out at once
   */
  constructor(small: number, large: number, mostLarge: number) {
    this.#small = new WindowPool(small);
    this.#large = new WindowPool(large);
    this.#mostLarge = mostLarge;
  }

  /** Bytes in the largest window that can be had now. */
  get size(): number {
    return this.#largeOut === this.#mostLarge ? this.#small.size : this.#large.size;
  }

  /** The smallest window of so many bytes; not more than `size`. Of its kind it is the one used last. */
  take(wanted: number): Uint8Array {
    if (wanted <= this.#small.size) return this.#small.take();
    this.#largeOut++;
    return this.#large.take();
  }

  /** Takes back a window. */
  give(window: Uint8Array): void {
    if (window.length === this.#small.size) return this.#small.give(window);
    this.#largeOut--;
    this.#large.give(window);
  }
}
