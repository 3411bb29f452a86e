/** The keys of 2022 methods: held to their form before anything is started. @module */

import { hasIdentities } from "../crypto/methods.ts";
import { keyFault } from "../crypto/psk.ts";
import type { MethodChoice } from "./method_choice.ts";
import { ConfigError } from "./types.ts";
import { refused, type Where } from "./wrong.ts";

/** A password where one key is expected; only method none goes without one. */
export function checkServerKey(password: string, where: Where, { row, named }: MethodChoice): void {
  if (row.kind !== "aead-2022") return checkNotEmpty(password, row.name);
  const fault = keyFault(row, password);
  if (fault === null) return;
  const chain = password.includes(":") ? "; a chain of keys belongs to a client" : "";
  throw refused(where, fault + (named ? chain : unnamed(row.name)));
}

/** The password of a client, which may be a chain of keys: those of the servers on the way, then the user's own. */
export function checkClientKey(password: string, where: Where, method: MethodChoice): void {
  const keys = method.row.kind === "aead-2022" ? password.split(":") : [password];
  if (keys.length > 1 && !hasIdentities(method.row)) {
    throw refused(where, `is a chain of ${keys.length} keys, expected one: ${method.row.name} has no identity headers`);
  }
  for (const key of keys) checkServerKey(key, where, method);
}

/** A key of another form is most likely one for a method that nobody named. */
function unnamed(name: string): string {
  return `; no method is named, and ${name} is the default`;
}

function checkNotEmpty(password: string, method: string): void {
  if (password !== "" || method === "none") return;
  throw new ConfigError(`Cannot use an empty password with method ${method}: expected at least one character`);
}
