/** The salts of one association's last datagrams. @module */

/** Datagrams whose salts are remembered. */
export const REMEMBERED_SALTS = 4096;

/**
 * Remembers the last salts, the oldest going first. It grows as it is used: most associations are short. A salt is known
 * by its first 52 bits, which are a number: of 10^12 honest datagrams one is taken for a repeated one.
 */
export class SeenSalts {
  readonly #seen = new Set<number>();
  /** The same in the order of entry; once it is full, a ring. */
  readonly #order: number[] = [];
  #oldest = 0;

  /** Enters a salt of at least 7 bytes; false when it has been seen. */
  enter(salt: Uint8Array): boolean {
    const low = (salt[0]! | salt[1]! << 8 | salt[2]! << 16 | salt[3]! << 24) >>> 0;
    const high = salt[4]! | salt[5]! << 8 | (salt[6]! & 0x0f) << 16;
    const key = high * 2 ** 32 + low;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (this.#order.length < REMEMBERED_SALTS) {
      this.#order.push(key);
      return true;
    }
    this.#seen.delete(this.#order[this.#oldest]!);
    this.#order[this.#oldest] = key;
    this.#oldest = (this.#oldest + 1) % REMEMBERED_SALTS;
    return true;
  }
}
