/** Who may use a SOCKS5 port: the file that shadowsocks-rust keeps it in. @module */

import { readUsers } from "./credentials.ts";
import { parseJson5 } from "./json5.ts";
import type { Parts } from "./parts.ts";
import { isRecord } from "./reading.ts";
import type { Credentials } from "./types.ts";

/**
 * The text of the file of shadowsocks-rust: `{ password: { users: [{ user_name, password }, …] } }`.
 *
 * @throws {ConfigError} when it is another.
 */
export function readCredentialsText(text: string, source: string): Credentials[] {
  const value = parseJson5(text, source);
  const users = isRecord(value) && isRecord(value.password) ? value.password.users : undefined;
  return readUsers(users, { source, key: "password.users" }, "user_name");
}

/**
 * The parts with what the files hold that `socks5_auth_config_path` names; `read` gives their texts.
 *
 * @throws {ConfigError} when one is wrong, and what `read` throws.
 */
export async function withCredentials(parts: Parts, read: (path: string) => Promise<string>): Promise<Parts> {
  const locals = parts.locals && await Promise.all(parts.locals.map((local) => withCredentials(local, read)));
  const { credentialsFile: path, ...rest } = parts;
  return {
    ...rest,
    ...(locals && { locals }),
    ...(path !== undefined && { credentials: readCredentialsText(await read(path), path) }),
  };
}
