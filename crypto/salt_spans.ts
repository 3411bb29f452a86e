/** The salts of all datagrams of a port. @module */

import { saltKey } from "./seen_salts.ts";

/** Salts for which there is room at first. */
const FIRST_ROOM = 64;

/**
 * Remembers the last salts at least, and twice as many at most: they are kept in two spans, and forgotten with their
 * span. That takes two looks into memory for a salt, where forgetting each in its turn takes many.
 */
export class SaltSpans {
  readonly #most: number;
  /** Hash tables with open addresses, half full at most, of this span and of the one before; 0 is free. */
  #span = new Float64Array(2 * FIRST_ROOM);
  #before = new Float64Array(2);
  #count = 0;

  /** @param most salts that are remembered at least */
  constructor(most: number) {
    this.#most = most;
  }

  /** Enters a salt of at least 7 bytes; false when it has been seen. */
  enter(salt: Uint8Array): boolean {
    const key = saltKey(salt) || 1;
    if (this.#before[find(this.#before, key)] === key) return false;
    const place = find(this.#span, key);
    if (this.#span[place] === key) return false;
    this.#span[place] = key;
    this.#count++;
    if (this.#count === this.#most) this.#turn();
    else if (2 * this.#count === this.#span.length) this.#grow();
    return true;
  }

  /** Begins another span in the memory of the one that is forgotten, once that is large enough. */
  #turn(): void {
    const former = this.#before;
    this.#before = this.#span;
    this.#span = former.length === this.#before.length ? former.fill(0) : new Float64Array(this.#before.length);
    this.#count = 0;
  }

  #grow(): void {
    const former = this.#span;
    this.#span = new Float64Array(2 * former.length);
    for (const key of former) if (key !== 0) this.#span[find(this.#span, key)] = key;
  }
}

/** Where a key stands, or the free place where it would: salts are random, so that any of their bits will do. */
function find(keys: Float64Array, key: number): number {
  const mask = keys.length - 1;
  let place = key >>> 0 & mask;
  while (keys[place] !== 0 && keys[place] !== key) place = place + 1 & mask;
  return place;
}
