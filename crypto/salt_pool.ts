/** The salts that have been seen. @module */

/**
 * The last salts of a port, exactly: a table of hashes over a ring of salts. Memory is taken once and stays untouched
 * until it is used. Only salts of authenticated connections may be entered, so that a stranger cannot fill it.
 */
export class SaltPool {
  readonly #saltSize: number;
  readonly #capacity: number;
  readonly #ring: Uint8Array;
  /** Open addressing with linear probing: 0 is empty, else the place in the ring plus one. */
  readonly #table: Int32Array;
  readonly #mask: number;
  /** Keeps a peer from choosing salts that collide. */
  readonly #seed: number;
  #next = 0;
  #count = 0;

  /**
   * @param saltSize bytes in a salt, at least 8
   * @param capacity how many are kept; the oldest goes first
   */
  constructor(saltSize: number, capacity: number) {
    this.#saltSize = saltSize;
    this.#capacity = capacity;
    this.#ring = new Uint8Array(saltSize * capacity);
    const size = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#table = new Int32Array(size);
    this.#mask = size - 1;
    this.#seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  }

  /** How many salts it holds. */
  get size(): number {
    return this.#count;
  }

  /** Whether the salt has been entered and is still kept. */
  has(salt: Uint8Array): boolean {
    return this.#table[this.#find(salt)] !== 0;
  }

  /** Enters a salt; false when it was there already. */
  add(salt: Uint8Array): boolean {
    let at = this.#find(salt);
    if (this.#table[at] !== 0) return false;
    if (this.#count === this.#capacity) {
      this.#remove(this.#find(this.#saltAt(this.#next)));
      at = this.#find(salt);
    } else {
      this.#count++;
    }
    this.#ring.set(salt, this.#next * this.#saltSize);
    this.#table[at] = this.#next + 1;
    this.#next = (this.#next + 1) % this.#capacity;
    return true;
  }

  /** Where in the table the salt stands, or the empty place where it would. */
  #find(salt: Uint8Array): number {
    let at = this.#hash(salt);
    for (;; at = (at + 1) & this.#mask) {
      const place = this.#table[at]!;
      if (place === 0 || this.#equals(place - 1, salt)) return at;
    }
  }

  /** Empties a place and moves later ones of the same run up, so that no search ends early. */
  #remove(hole: number): void {
    const table = this.#table;
    for (let at = (hole + 1) & this.#mask; table[at] !== 0; at = (at + 1) & this.#mask) {
      const home = this.#hash(this.#saltAt(table[at]! - 1));
      if (((at - home) & this.#mask) < ((at - hole) & this.#mask)) continue;
      table[hole] = table[at]!;
      hole = at;
    }
    table[hole] = 0;
  }

  #hash(salt: Uint8Array): number {
    const a = salt[0]! | salt[1]! << 8 | salt[2]! << 16 | salt[3]! << 24;
    const b = salt[4]! | salt[5]! << 8 | salt[6]! << 16 | salt[7]! << 24;
    const mixed = Math.imul(a ^ this.#seed, 0x9e3779b1) ^ Math.imul(b + this.#seed, 0x85ebca6b);
    return (mixed ^ mixed >>> 15) & this.#mask;
  }

  #saltAt(place: number): Uint8Array {
    return this.#ring.subarray(place * this.#saltSize, (place + 1) * this.#saltSize);
  }

  #equals(place: number, salt: Uint8Array): boolean {
    const start = place * this.#saltSize;
    for (let i = 0; i < this.#saltSize; i++) {
      if (this.#ring[start + i] !== salt[i]) return false;
    }
    return true;
  }
}
