/** The salts that have been seen. @module */

import { type FindSaltMemory, ownSaltMemory, type SaltMemory } from "./salt_memory.ts";
import { SaltTable } from "./salt_table.ts";

/**
 * The last salts of a port, exactly. Only salts of authenticated connections may be entered, so that a stranger cannot
 * fill it.
 */
export class SaltPool {
  readonly #memory: SaltMemory;
  readonly #table: SaltTable;

  /**
   * @param saltSize bytes in a salt, at least 8
   * @param capacity how many are kept; the oldest goes first
   * @param findMemory gives the memory for them
   */
  constructor(saltSize: number, capacity: number, findMemory: FindSaltMemory = ownSaltMemory) {
    this.#memory = findMemory({ saltSize, most: capacity });
    this.#table = new SaltTable(this.#memory);
  }

  /** How many salts it holds. */
  get size(): number {
    return this.#table.size;
  }

  /** Whether the salt has been entered and is still kept. */
  has(salt: Uint8Array): boolean {
    const { lock } = this.#memory;
    lock.acquire();
    try {
      return this.#table.has(this.#table.find(salt));
    } finally {
      lock.release();
    }
  }

  /** Enters a salt; false when it was there already. */
  add(salt: Uint8Array): boolean {
    const { lock } = this.#memory;
    lock.acquire();
    try {
      return this.#enter(salt);
    } finally {
      lock.release();
    }
  }

  #enter(salt: Uint8Array): boolean {
    const table = this.#table;
    let at = table.find(salt);
    if (table.has(at)) return false;
    if (table.full) {
      table.forgetOldest();
      at = table.find(salt);
    }
    table.put(at, salt, 0);
    return true;
  }
}
