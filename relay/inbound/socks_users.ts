/** Who may use a SOCKS5 port. @module */

import { timingSafeEqual } from "./timing_safe.ts";

/** The longest name and the longest password, in bytes: RFC 1929 counts both in one. */
export const MAX_CREDENTIAL = 255;

/** A user of a port, with the password. */
export interface SocksUser {
  readonly user: string;
  readonly password: string;
}

/** The users by their names. */
export class SocksUsers {
  #passwords = new Map<string, Uint8Array>();

  /** @throws {RangeError} when a name or a password is longer than can be sent. */
  constructor(users: readonly SocksUser[]) {
    for (const { user, password } of users) {
      const [name, secret] = [encoder.encode(user), encoder.encode(password)];
      if (Math.max(name.length, secret.length) > MAX_CREDENTIAL) {
        throw new RangeError(`Cannot use a name or password of more than ${MAX_CREDENTIAL} bytes`);
      }
      this.#passwords.set(keyOf(name), block(secret));
    }
  }

  /** Takes the users of another in the place of its own. */
  replace(other: SocksUsers): void {
    this.#passwords = new Map(other.#passwords);
  }

  /** The name, if the password is the user's; how long that takes tells nothing of the password. */
  find(name: Uint8Array, password: Uint8Array): string | null {
    const key = keyOf(name);
    const expected = this.#passwords.get(key);
    const fits = timingSafeEqual(expected ?? NOBODY, block(password));
    return fits && expected !== undefined ? new TextDecoder().decode(name) : null;
  }
}

const encoder = new TextEncoder();

/** Names are compared as the bytes that they are. */
function keyOf(name: Uint8Array): string {
  return String.fromCharCode(...name);
}

/** A password in a block of one size, which tells nothing of its length. */
function block(password: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + MAX_CREDENTIAL);
  bytes[0] = password.length;
  bytes.set(password, 1);
  return bytes;
}

const NOBODY = block(new Uint8Array(0));
