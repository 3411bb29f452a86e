/** Who may use a SOCKS5 port: the list in a config file, and the file that shadowsocks-rust keeps it in. @module */

import { checkPassword } from "./check.ts";
import { parseJson5 } from "./json5.ts";
import type { Parts } from "./parts.ts";
import { isRecord } from "./reading.ts";
import type { Credentials } from "./types.ts";
import { type Where, wrong } from "./wrong.ts";

/** RFC 1929 counts both in one byte. */
const MOST_BYTES = 255;

/** `[{ user, password }, …]`. */
export function readCredentials(value: unknown, where: Where): Credentials[] {
  return readList(value, where, "user");
}

/**
 * The text of the file of shadowsocks-rust: `{ password: { users: [{ user_name, password }, …] } }`.
 *
 * @throws {ConfigError} when it is another.
 */
export function readCredentialsText(text: string, source: string): Credentials[] {
  const value = parseJson5(text, source);
  const users = isRecord(value) && isRecord(value.password) ? value.password.users : undefined;
  return readList(users, { source, key: "password.users" }, "user_name");
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

/** Names and passwords. None of it is shown: they may stand in each other's place. */
function readList(value: unknown, where: Where, userKey: string): Credentials[] {
  const form = `{ ${userKey}, password }`;
  if (!Array.isArray(value) || value.length === 0) {
    throw wrong({ ...where, secret: true }, value, `a list [${form}, …]`);
  }
  return value.map((item: unknown, i) => {
    const at = (key: string): Where => ({ ...where, key: `${where.key}[${i}]${key}`, secret: true });
    const keys = isRecord(item) ? Object.keys(item) : null;
    if (!isRecord(item) || keys?.some((key) => key !== userKey && key !== "password")) throw wrong(at(""), item, form);
    const user = item[userKey];
    if (typeof user !== "string" || !fits(user)) throw wrong(at(`.${userKey}`), user, "a text of 1 to 255 bytes");
    const password = checkPassword(item.password, at(".password"));
    if (!fits(password)) throw wrong(at(".password"), password, "a text of 1 to 255 bytes");
    return { user, password };
  });
}

function fits(text: string): boolean {
  return text !== "" && new TextEncoder().encode(text).length <= MOST_BYTES;
}
