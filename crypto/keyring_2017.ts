/** From passwords to the keys of a port of AEAD-2017. @module */

import { masterKey } from "./keys.ts";
import type { MethodRow } from "./methods.ts";
import type { User } from "./types.ts";
import { Users2017 } from "./users_2017.ts";

/** The users of a 2017 port; without users, the password is everybody's. */
export function keyring2017(row: MethodRow, password: string, users: readonly User[] = []): Users2017 {
  if (users.length === 0) return new Users2017([{ masterKey: masterKey(password, row.keySize) }]);
  return new Users2017(users.map((user) => ({ name: user.name, masterKey: masterKey(user.password, row.keySize) })));
}
