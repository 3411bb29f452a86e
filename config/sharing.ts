/** Many users on one port, and ports that pass users on: what fits together. @module */

import { hasIdentities, type MethodRow } from "../crypto/methods.ts";
import { parseKey } from "../crypto/psk.ts";
import type { MethodChoice } from "./method_choice.ts";
import { type Parts, whereOf } from "./parts.ts";
import { checkServerKey } from "./server_keys.ts";
import { refused, type Where } from "./wrong.ts";

/** One of a list: a user or a server, with its key. */
interface Keyed {
  readonly name: string;
  readonly password: string;
}

/** Whether the users' keys are all that there is: in 2017, nothing stands above them. */
export function hasUsersAlone({ users }: Parts, { row }: MethodChoice): boolean {
  return users !== undefined && row.kind === "aead";
}

/** Checks users and destinations against the method and each other. */
export function checkSharing(parts: Parts, method: MethodChoice): void {
  const { users, destinations } = parts;
  if (users && destinations) {
    throw refused(whereOf(parts, "users"), "stands beside destinations: expected one of the two");
  }
  if (users) checkUsers(parts, users, method);
  if (destinations) checkDestinations(parts, destinations, method);
}

/** Users, whose keys also differ from that of their server, which they all know. */
function checkUsers(parts: Parts, users: readonly Keyed[], method: MethodChoice): void {
  const where = whereOf(parts, "users");
  const { row } = method;
  if (row.kind !== "aead" && !hasIdentities(row)) {
    throw refused(
      where,
      `nothing tells users apart with ${row.name}: expected a 2022 method of AES, or one of AEAD-2017`,
    );
  }
  if (hasUsersAlone(parts, method) && parts.password !== undefined) {
    throw refused(where, `with ${row.name} the keys of users are all that there is: expected no password beside them`);
  }
  const server = parts.password === undefined ? [] : [parts.password];
  checkList(users, where, method, server);
}

/** Servers behind this one. */
function checkDestinations(parts: Parts, destinations: readonly Keyed[], method: MethodChoice): void {
  const where = whereOf(parts, "destinations");
  if (!hasIdentities(method.row)) {
    throw refused(where, `${method.row.name} says nothing of where a user belongs: expected a 2022 method of AES`);
  }
  checkList(destinations, where, method);
}

/** Names and keys that are there once, and keys of the method's form. */
function checkList(items: readonly Keyed[], where: Where, method: MethodChoice, taken: readonly string[] = []): void {
  const names = new Map<string, string>();
  const keys = new Map(taken.map((key) => [sameFor(method.row, key), "the server"]));
  for (const [i, { name, password }] of items.entries()) {
    const at = (key: string): Where => ({ ...where, key: `${where.key}[${i}].${key}` });
    checkServerKey(password, at("password"), method);
    takeOnce(names, name, at("name"), `${where.key}[${i}]`);
    takeOnce(keys, sameFor(method.row, password), at("password"), `${where.key}[${i}]`);
  }
}

/** Notes whose a value is; refuses one that is somebody else's. */
function takeOnce(taken: Map<string, string>, value: string, where: Where, owner: string): void {
  const other = taken.get(value);
  if (other !== undefined) throw refused(where, `is that of ${other} too: expected one of its own`);
  taken.set(value, owner);
}

/** A text that is the same for the same key, however that is written. */
function sameFor(row: MethodRow, key: string): string {
  return row.kind === "aead-2022" ? String.fromCharCode(...parseKey(row, key)) : key;
}
