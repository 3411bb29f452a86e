/** Who may use a SOCKS5 port: the list in a config file. @module */

import { checkPassword } from "./check.ts";
import { isRecord } from "./reading.ts";
import type { Credentials } from "./types.ts";
import { type Where, wrong } from "./wrong.ts";

/** RFC 1929 counts both in one byte. */
const MOST_BYTES = 255;

/** `[{ user, password }, …]`. */
export function readCredentials(value: unknown, where: Where): Credentials[] {
  return readUsers(value, where, "user");
}

/**
 * Names and passwords. None of it is shown: they may stand in each other's place.
 *
 * @param userKey what the name's key is called
 */
export function readUsers(value: unknown, where: Where, userKey: string): Credentials[] {
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
