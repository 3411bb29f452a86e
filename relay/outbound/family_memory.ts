/** Whether IPv6 or IPv4 has proved dead here, so that not every connection waits for it anew. @module */

/** An address family. */
export type Family = 4 | 6;

/** Seconds for which a family counts as dead. */
const DEAD_FOR = 600;

/** Races in a row that a family loses before it counts as dead: one may be the target's fault. */
const STRIKES = 3;

/** The family of an address. */
export function familyOf(address: string): Family {
  return address.includes(":") ? 6 : 4;
}

/** What races have shown of the families. */
export class FamilyMemory {
  readonly #clock: () => number;
  readonly #strikes: Record<Family, number> = { 4: 0, 6: 0 };
  readonly #deadUntil: Record<Family, number> = { 4: -Infinity, 6: -Infinity };

  /** @param clock seconds on any clock that goes on */
  constructor(clock: () => number = () => performance.now() / 1000) {
    this.#clock = clock;
  }

  /** Whether addresses of this family are tried behind the others. */
  isDead(family: Family): boolean {
    return this.#clock() < this.#deadUntil[family];
  }

  /** A connection of this family stood. */
  stood(family: Family): void {
    this.#strikes[family] = 0;
    this.#deadUntil[family] = -Infinity;
  }

  /** It had the lead, and a connection of the other family stood before. */
  lost(family: Family): void {
    if (++this.#strikes[family] < STRIKES) return;
    this.#strikes[family] = 0;
    this.#deadUntil[family] = this.#clock() + DEAD_FOR;
  }
}
