/** From passwords to the keys of a port of the 2022 edition. @module */

import { hasIdentities, IdentityTable } from "./identities.ts";
import type { NextServer } from "./identity_router.ts";
import type { MethodRow } from "./methods.ts";
import { KeyError, parseKey, parseKeys } from "./psk.ts";
import type { User2022 } from "./server_2022.ts";
import type { User } from "./types.ts";

/** The keys of a 2022 port. */
export interface Keyring2022 {
  /** The server's own key. */
  readonly key: Uint8Array;
  /** Its users; null where the key is everybody's. */
  readonly users: IdentityTable<User2022> | null;
}

/**
 * The keys of a 2022 server.
 *
 * @throws {KeyError} when one is not of its form, or the method cannot tell users apart.
 */
export function keyring2022(row: MethodRow, password: string, users: readonly User[]): Keyring2022 {
  const key = parseKey(row, password);
  if (users.length === 0) return { key, users: null };
  checkIdentities(row);
  const table = new IdentityTable<User2022>();
  for (const { name, password } of users) {
    const userKey = parseKey(row, password);
    table.add(userKey, { name, key: userKey });
  }
  return { key, users: table };
}

/**
 * The chain of keys in a 2022 client's password.
 *
 * @throws {KeyError} when one is not of its form, or the method has no chains.
 */
export function keyChain(row: MethodRow, password: string): Uint8Array[] {
  const keys = parseKeys(row, password);
  if (keys.length > 1) checkIdentities(row);
  return keys;
}

/**
 * Servers by the hash of their keys, for the relay role.
 *
 * @throws {KeyError} when a key is not of its form, or the method has no identity headers.
 */
export function destinationTable<T extends { readonly password: string }>(
  row: MethodRow,
  destinations: readonly T[],
): IdentityTable<NextServer<T>> {
  checkIdentities(row);
  const table = new IdentityTable<NextServer<T>>();
  for (const destination of destinations) {
    const key = parseKey(row, destination.password);
    table.add(key, { destination, key });
  }
  return table;
}

/** Without identity headers, and without trial decryption, nothing tells users apart. */
export function checkIdentities(row: MethodRow): void {
  if (hasIdentities(row)) return;
  throw new KeyError(`Cannot use many keys on one port with ${row.name}: it has no identity headers`);
}
