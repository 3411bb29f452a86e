/** What one port remembers against bytes that come again. @module */

import { EndedSessions } from "./ended_sessions.ts";
import { RecentSalts } from "./recent_salts.ts";
import { type FindSaltMemory, ownSaltMemory } from "./salt_memory.ts";
import { SaltPool } from "./salt_pool.ts";
import { SaltSpans } from "./salt_spans.ts";

/** Outlives the port's keys: a connection under a key that comes back must not pass a second time. */
export class ReplayMemory {
  /** Sessions of datagrams that have ended, for methods of 2022. */
  readonly ended = new EndedSessions();
  #recent: RecentSalts | null = null;
  #pool: SaltPool | null = null;
  #datagrams: SaltSpans | null = null;
  readonly #findMemory: FindSaltMemory;

  /** @param findMemory gives the memory for salts */
  constructor(findMemory: FindSaltMemory = ownSaltMemory) {
    this.#findMemory = findMemory;
  }

  /** The salts of the last minute, for methods of 2022; made when they are first asked for. */
  get recent(): RecentSalts {
    return this.#recent ??= new RecentSalts(this.#findMemory);
  }

  /** The salts that are remembered by their number; made when it is first asked for, and of that size for good. */
  pool(saltSize: number, capacity: number): SaltPool {
    return this.#pool ??= new SaltPool(saltSize, capacity, this.#findMemory);
  }

  /** The salts of datagrams of 2017; made when it is first asked for, and of that size for good. */
  datagrams(most: number): SaltSpans {
    return this.#datagrams ??= new SaltSpans(most);
  }
}
