/** The salts of the last minute. @module */

import { type FindSaltMemory, ownSaltMemory, type SaltMemory, type SaltShape } from "./salt_memory.ts";
import { SaltTable } from "./salt_table.ts";

/** Seconds that a salt is kept: as long as its timestamp can pass, on either side of the clock (SIP022 §3.1.5). */
export const SALT_LIFETIME = 60;

/**
 * What such a pool needs room for: salts of up to 32 bytes, as many as will ever be. At a connection every 60 µs
 * something else is wrong, and the next is refused.
 */
const RECENT_SALTS: SaltShape = { saltSize: 32, most: 1_000_000 };

/** An exact pool with a lifetime: no salt is forgotten before its time. */
export class RecentSalts {
  readonly #memory: SaltMemory;
  /** In the order of entry, which is the order of expiry. */
  readonly #table: SaltTable;

  /** @param findMemory gives the memory for them */
  constructor(findMemory: FindSaltMemory = ownSaltMemory) {
    this.#memory = findMemory(RECENT_SALTS);
    this.#table = new SaltTable(this.#memory);
  }

  /** How many it holds. */
  get size(): number {
    return this.#table.size;
  }

  /**
   * Enters a salt of 8 to 32 bytes, on one port of one length; false when it is there already, or there is no room.
   *
   * @param now seconds
   */
  add(salt: Uint8Array, now: number): boolean {
    const { lock } = this.#memory;
    lock.acquire();
    try {
      return this.#enter(salt, now);
    } finally {
      lock.release();
    }
  }

  #enter(salt: Uint8Array, now: number): boolean {
    const table = this.#table;
    while (table.size > 0 && table.oldest + SALT_LIFETIME < now) table.forgetOldest();
    const at = table.find(salt);
    if (table.has(at) || table.full) return false;
    table.put(at, salt, now);
    return true;
  }
}
