/** Many users on one port of AEAD-2017: nothing on the wire names them, so their keys are tried in turn. @module */

/** One user, or the one key that serves everybody. */
export interface User2017 {
  /** For logs and counters; absent where one key serves everybody. */
  readonly name?: string;
  /** The key made from the user's password. */
  readonly masterKey: Uint8Array;
}

/** Addresses whose last user is remembered. */
const REMEMBERED = 4096;

/** The users of a port, in the order in which they are worth trying. */
export class Users2017 {
  /** The ones seen last stand first. */
  #users: User2017[];
  /** In the order of last use. */
  readonly #lastOf = new Map<string, User2017>();

  /** @param users at least one */
  constructor(users: readonly User2017[]) {
    this.#users = [...users];
  }

  /** The only user; undefined when there are many. */
  get only(): User2017 | undefined {
    return this.#users.length === 1 ? this.#users[0] : undefined;
  }

  /** Takes the users of another in the place of its own: who was known by an address is tried in turn again. */
  replace(other: Users2017): void {
    this.#users = [...other.#users];
    this.#lastOf.clear();
  }

  /** The users to try for a client: the one who last came from its address, then the others, last seen first. */
  *candidates(client: string): Generator<User2017> {
    const last = this.#lastOf.get(client);
    if (last !== undefined) yield last;
    for (const user of this.#users) if (user !== last) yield user;
  }

  /** Notes who came from an address. */
  found(client: string, user: User2017): void {
    this.#lastOf.delete(client);
    this.#lastOf.set(client, user);
    if (this.#lastOf.size > REMEMBERED) this.#lastOf.delete(this.#lastOf.keys().next().value!);
    if (this.#users[0] === user) return;
    this.#users.splice(this.#users.indexOf(user), 1);
    this.#users.unshift(user);
  }
}
