/** A server as its clients see it. @module */

import type { User } from "../crypto/types.ts";
import { knownMethod } from "./method_choice.ts";
import type { ServerEntry } from "./types.ts";

/**
 * The entries of a server's clients: one, or one for each user. A server that passes users on has none: their own
 * servers know them.
 */
export function clientEntries(server: ServerEntry): ServerEntry[] {
  const { users, destinations, ...entry } = server;
  if (destinations !== undefined) return [];
  if (users === undefined) return [entry];
  const keys = knownMethod(server.method).kind === "aead-2022" ? chainOf : keyOf;
  return users.map((user) => ({ ...entry, name: user.name, password: keys(server, user) }));
}

/** SIP023: the server's key, then the user's. */
function chainOf(server: ServerEntry, user: User): string {
  return `${server.password}:${user.password}`;
}

/** In 2017 a user's key is all that there is. */
function keyOf(_: ServerEntry, user: User): string {
  return user.password;
}
