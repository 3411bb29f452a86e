/** The salts of the last minute. @module */

/** Seconds that a salt is kept: as long as its timestamp can pass, on either side of the clock (SIP022 §3.1.5). */
export const SALT_LIFETIME = 60;

/** The most salts kept; at a connection every 60 µs something else is wrong, and the next is refused. */
const MOST = 1_000_000;

/** An exact pool with a lifetime: no salt is forgotten before its time. */
export class RecentSalts {
  /** In the order of entry, which is the order of expiry. */
  readonly #entered = new Map<string, number>();

  /** How many it holds. */
  get size(): number {
    return this.#entered.size;
  }

  /**
   * Enters a salt; false when it is there already, or there is no room.
   *
   * @param now seconds
   */
  add(salt: Uint8Array, now: number): boolean {
    for (const [oldest, entered] of this.#entered) {
      if (entered + SALT_LIFETIME >= now) break;
      this.#entered.delete(oldest);
    }
    const key = String.fromCharCode(...salt);
    if (this.#entered.has(key) || this.#entered.size >= MOST) return false;
    this.#entered.set(key, now);
    return true;
  }
}
