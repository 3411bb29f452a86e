/** What each user has carried. @module */

/** Bytes of one user, on the plain side. */
export interface Carried {
  /** From clients to targets. */
  readonly up: number;
  /** From targets to clients. */
  readonly down: number;
}

/** Users that are counted by name: those beyond count in the sums alone. */
export const MOST_USERS = 4096;

/** Numbers in a row of users' counts: two for each. */
export const USER_COLUMNS = 2 * MOST_USERS;

/** Where one user's bytes are counted. */
export class UserBytes implements Carried {
  readonly #row: Float64Array;
  readonly #at: number;

  constructor(row: Float64Array, at: number) {
    this.#row = row;
    this.#at = at;
  }

  get up(): number {
    return this.#row[this.#at]!;
  }

  set up(bytes: number) {
    this.#row[this.#at] = bytes;
  }

  get down(): number {
    return this.#row[this.#at + 1]!;
  }

  set down(bytes: number) {
    this.#row[this.#at + 1] = bytes;
  }
}

/** The users of a service, by their names. */
export class UserCounters {
  readonly #row: Float64Array;
  /** In the order in which they became known, which is that of their places. */
  readonly #users = new Map<string, UserBytes>();

  /** @param row of {@linkcode USER_COLUMNS} numbers, which may be memory that threads share */
  constructor(row: Float64Array) {
    this.#row = row;
  }

  /** The users that are known, in the order of their places. */
  get names(): string[] {
    return [...this.#users.keys()];
  }

  /** What those have carried who have carried something. */
  get carried(): Record<string, Carried> {
    const counts = [...this.#users].map(([name, { up, down }]) => [name, { up, down }] as const);
    return Object.fromEntries(counts.filter(([, { up, down }]) => up > 0 || down > 0));
  }

  /** Gives users their places, each for good. Threads that share their rows hear of users in the same order. */
  know(names: Iterable<string>): void {
    for (const name of names) {
      const place = this.#users.size;
      if (place < MOST_USERS && !this.#users.has(name)) this.#users.set(name, new UserBytes(this.#row, 2 * place));
    }
  }

  /** Where a user's bytes are counted; null where there is no such user. */
  of(name: string | undefined): UserBytes | null {
    return name === undefined ? null : this.#users.get(name) ?? null;
  }
}
