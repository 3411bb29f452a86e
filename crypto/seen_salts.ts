/** The salts of one association's last datagrams. @module */

/** Datagrams whose salts are remembered. */
export const REMEMBERED_SALTS = 4096;

/** Remembers the last salts, the oldest going first. It grows as it is used: most associations are short. */
export class SeenSalts {
  readonly #seen = new Set<string>();

  /** Enters a salt; false when it has been seen. */
  enter(salt: Uint8Array): boolean {
    const key = String.fromCharCode(...salt);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (this.#seen.size > REMEMBERED_SALTS) this.#seen.delete(this.#seen.keys().next().value!);
    return true;
  }
}
