/** The lists of a config file: users of a port, and servers that it passes users on to. @module */

import type { User } from "../crypto/types.ts";
import { checkHost, checkPassword, checkPort } from "./check.ts";
import type { Destination } from "./types.ts";
import { type Where, wrong } from "./wrong.ts";

/** One entry of a list, and the place of each of its keys. */
interface Item {
  readonly value: Readonly<Record<string, unknown>>;
  at(key: string): Where;
}

/** `[{ name, password }, …]`. */
export function readUsers(value: unknown, where: Where): User[] {
  return readList(value, where, ["name", "password"]).map(readKeyed);
}

/** `[{ name, server, server_port, password }, …]`. */
export function readDestinations(value: unknown, where: Where): Destination[] {
  return readList(value, where, ["name", "server", "server_port", "password"]).map((item) => ({
    ...readKeyed(item),
    host: checkHost(item.value.server, item.at("server")),
    port: checkPort(item.value.server_port, item.at("server_port"), 1),
  }));
}

/** Name and password, which every entry has. Neither is shown: they may stand in each other's place. */
function readKeyed({ value: { name, password }, at }: Item): User {
  const [nameAt, passwordAt] = [{ ...at("name"), secret: true }, { ...at("password"), secret: true }];
  if (typeof name !== "string" || name === "") throw wrong(nameAt, name, "a text that is not empty");
  if (password === "") throw wrong(passwordAt, password, "a text that is not empty");
  return { name: name.toWellFormed(), password: checkPassword(password, passwordAt) };
}

/** The entries of a list, each an object with these keys and no others. */
function readList(value: unknown, where: Where, keys: readonly string[]): Item[] {
  const form = `{ ${keys.join(", ")} }`;
  if (!Array.isArray(value)) throw wrong({ ...where, secret: true }, value, `a list [${form}, …]`);
  return value.map((item: unknown, i) => {
    const place = { ...where, key: `${where.key}[${i}]`, secret: true };
    if (!isRecord(item)) throw wrong(place, item, form);
    if (Object.keys(item).some((key) => !keys.includes(key))) throw wrong(place, item, `${form} and no other keys`);
    return { value: item, at: (key) => ({ ...where, key: `${where.key}[${i}].${key}` }) };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
