/** Salts in the order of entry, found by their hash. @module */

import { type SaltMemory, type SaltParts, STATE, tableSize } from "./salt_memory.ts";
import { seededHash } from "./seeded_hash.ts";

/**
 * A table of hashes over a ring of salts: exact, and at a salt's cost however many there are. Who uses it holds the
 * memory's lock. A place in the table is valid until the table changes.
 */
export class SaltTable {
  readonly #saltSize: number;
  readonly #most: number;
  readonly #memory: SaltMemory;
  readonly #state: Int32Array;
  #parts: SaltParts;

  constructor(memory: SaltMemory) {
    this.#saltSize = memory.shape.saltSize;
    this.#most = memory.shape.most;
    this.#memory = memory;
    this.#state = memory.state;
    this.#parts = memory.parts(this.#state[STATE.capacity]!);
  }

  /** How many salts it holds. */
  get size(): number {
    return this.#state[STATE.count]!;
  }

  /** Whether one must go before another is put in. */
  get full(): boolean {
    return this.#state[STATE.count] === this.#most;
  }

  /** When the oldest was entered; there must be one. */
  get oldest(): number {
    return this.#parts.times[this.#oldestPlace()]!;
  }

  /** Where the salt stands, or the empty place where it would. */
  find(salt: Uint8Array): number {
    const { table } = this.#parts;
    const mask = this.#state[STATE.mask]!;
    for (let at = this.#hash(salt, 0);; at = (at + 1) & mask) {
      const place = table[at]!;
      if (place === 0 || this.#equals(place - 1, salt)) return at;
    }
  }

  /** Whether a salt stands there. */
  has(at: number): boolean {
    return this.#parts.table[at] !== 0;
  }

  /** Puts a salt where `find` said; the table must not be full. */
  put(at: number, salt: Uint8Array, now: number): void {
    const state = this.#state;
    if (state[STATE.count] === state[STATE.capacity]) {
      this.#grow();
      at = this.find(salt);
    }
    const place = state[STATE.next]!;
    this.#parts.ring.set(salt, place * this.#saltSize);
    this.#parts.times[place] = now;
    this.#parts.table[at] = place + 1;
    state[STATE.next] = place + 1 === state[STATE.capacity] ? 0 : place + 1;
    state[STATE.count] = state[STATE.count]! + 1;
  }

  /** Forgets the oldest; there must be one. */
  forgetOldest(): void {
    const { ring, table } = this.#parts;
    const wanted = this.#oldestPlace() + 1;
    const mask = this.#state[STATE.mask]!;
    let at = this.#hash(ring, (wanted - 1) * this.#saltSize);
    while (table[at] !== wanted) at = (at + 1) & mask;
    this.#empty(at);
    this.#state[STATE.count] = this.#state[STATE.count]! - 1;
  }

  #oldestPlace(): number {
    const first = this.#state[STATE.next]! - this.#state[STATE.count]!;
    return first < 0 ? first + this.#state[STATE.capacity]! : first;
  }

  /** Empties a place and moves later ones of the same run up, so that no search ends early. */
  #empty(hole: number): void {
    const { ring, table } = this.#parts;
    const mask = this.#state[STATE.mask]!;
    for (let at = (hole + 1) & mask; table[at] !== 0; at = (at + 1) & mask) {
      const home = this.#hash(ring, (table[at]! - 1) * this.#saltSize);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      table[hole] = table[at]!;
      hole = at;
    }
    table[hole] = 0;
  }

  /** Makes room for twice as many: the ring is laid out from its oldest salt on, and the table made anew. */
  #grow(): void {
    const state = this.#state;
    const count = state[STATE.count]!;
    const capacity = Math.min(count * 2, this.#most);
    const old = this.#parts;
    const parts = this.#parts = this.#memory.parts(capacity);
    unroll(old.ring, parts.ring, this.#oldestPlace() * this.#saltSize, count * this.#saltSize);
    unroll(old.times, parts.times, this.#oldestPlace(), count);
    state[STATE.capacity] = capacity;
    state[STATE.mask] = tableSize(capacity) - 1;
    state[STATE.next] = count;
    parts.table.fill(0, 0, tableSize(capacity));
    for (let place = 0; place < count; place++) {
      const start = place * this.#saltSize;
      parts.table[this.find(parts.ring.subarray(start, start + this.#saltSize))] = place + 1;
    }
  }

  #hash(bytes: Uint8Array, at: number): number {
    const a = bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    const b = bytes[at + 4]! | bytes[at + 5]! << 8 | bytes[at + 6]! << 16 | bytes[at + 7]! << 24;
    return seededHash(a, b, this.#state[STATE.seed]!) & this.#state[STATE.mask]!;
  }

  #equals(place: number, salt: Uint8Array): boolean {
    const { ring } = this.#parts;
    const start = place * this.#saltSize;
    for (let i = 0; i < salt.length; i++) {
      if (ring[start + i] !== salt[i]) return false;
    }
    return true;
  }
}

/** Copies a ring's items so that the one at `first` comes to the start; source and target may be the same memory. */
function unroll<T extends Uint8Array | Float64Array>(from: T, to: T, first: number, end: number): void {
  const later = from.slice(0, first);
  to.set(from.subarray(first, end));
  to.set(later, end - first);
}
