/** What one port remembers against bytes that come again. @module */

import { EndedSessions } from "./ended_sessions.ts";
import { RecentSalts } from "./recent_salts.ts";
import { SaltPool } from "./salt_pool.ts";

/** Outlives the port's keys: a connection under a key that comes back must not pass a second time. */
export class ReplayMemory {
  /** Sessions of datagrams that have ended, for methods of 2022. */
  readonly ended = new EndedSessions();
  #recent: RecentSalts | null = null;
  #pool: SaltPool | null = null;

  /** The salts of the last minute, for methods of 2022; made when they are first asked for. */
  get recent(): RecentSalts {
    return this.#recent ??= new RecentSalts();
  }

  /** The salts that are remembered by their number; made when it is first asked for, and of that size for good. */
  pool(saltSize: number, capacity: number): SaltPool {
    return this.#pool ??= new SaltPool(saltSize, capacity);
  }
}
