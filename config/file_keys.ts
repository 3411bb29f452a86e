/** The keys of a config file that are read, each with its check. @module */

import type { Place } from "./address.ts";
import {
  checkBoolean,
  checkHost,
  checkMethod,
  checkMode,
  checkPassword,
  checkPlace,
  checkPort,
  checkProvider,
  checkText,
} from "./check.ts";
import { readDestinations, readUsers } from "./file_lists.ts";
import type { Role } from "./keys.ts";
import { LIMIT_KEYS, readBounded, readLimit } from "./limits.ts";
import { LOCAL_KEYS } from "./local_keys.ts";
import { OUTBOUND_KEYS } from "./outbound_keys.ts";
import type { Judged, Parts, PortPassword } from "./parts.ts";
import { type Where, wrong } from "./wrong.ts";

/** Puts one value into the parts. */
export type Reader = (value: unknown, where: Where, parts: Parts, role: Role) => void;

const READERS: Readonly<Record<string, Reader>> = {
  server: (value, where, parts) => parts.places = readPlaces(value, where),
  server_port: (value, where, parts, role) => parts.port = checkPort(value, where, role === "server" ? 0 : 1),
  password: (value, where, parts) => judgeLater(parts, "password", checkPassword(value, where), where),
  method: (value, where, parts) => parts.method = checkMethod(value, where),
  port_password: (value, where, parts) => judgeLater(parts, "portPassword", readPortPassword(value, where), where),
  users: (value, where, parts) => judgeLater(parts, "users", readUsers(value, where), where),
  destinations: (value, where, parts) => judgeLater(parts, "destinations", readDestinations(value, where), where),
  allow_legacy: (value, where, parts) => parts.allowLegacy = checkBoolean(value, where),
  name: readName,
  remarks: readName,
  local_address: (value, where, parts) => parts.localHost = checkHost(value, where),
  local_port: (value, where, parts) => parts.localPort = checkPort(value, where, 0),
  mode: (value, where, parts) => parts.mode = checkMode(value, where),
  crypto: (value, where, parts) => parts.crypto = checkProvider(value, where),
  timeout: readTimeout,
  ...LOCAL_KEYS,
  ...OUTBOUND_KEYS,
  ...Object.fromEntries(Object.keys(LIMIT_KEYS).map((key) => [key, limitReader(key)])),
};

/** The names of the keys that are read, with underscores. */
export const READ_KEYS: readonly string[] = Object.keys(READERS);

/** Reads one of `READ_KEYS` into the parts. */
export function readKey(name: string, value: unknown, where: Where, role: Role, parts: Parts): void {
  READERS[name]?.(value, where, parts, role);
}

/** A value whose fitness shows when all is read: then it must be known where it stands. A list without items is none. */
function judgeLater<K extends Judged>(parts: Parts, name: K, value: NonNullable<Parts[K]>, where: Where): void {
  if (value.length === 0 && Array.isArray(value)) return;
  parts[name] = value;
  parts.at = { ...parts.at, [name]: where };
}

/** One place, or a list of them. */
function readPlaces(value: unknown, where: Where): Place[] {
  if (!Array.isArray(value)) return [checkPlace(value, where)];
  if (value.length === 0) throw wrong(where, value, "at least one address or name");
  return value.map((item: unknown) => checkPlace(item, where));
}

/** `{ "8381": "password", … }`: one server on each port. */
function readPortPassword(value: unknown, where: Where): PortPassword[] {
  const entries = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length === 0) throw wrong({ ...where, secret: true }, value, 'an object { "PORT": "PASSWORD", … }');
  return entries.map(([port, password]) => {
    const key = { ...where, key: `${where.key}.${/^\d{1,5}$/.test(port) ? port : "*"}` };
    return { port: checkPort(port, { ...key, secret: true }, 0), password: checkPassword(password, key) };
  });
}

/** The label of the server; an empty one is none. */
function readName(value: unknown, where: Where, parts: Parts): void {
  if (value !== "") parts.name = checkText(value, where).toWellFormed();
}

/** `timeout` has meant several things; here it is the idle limit, unless that is named. */
function readTimeout(value: unknown, where: Where, parts: Parts): void {
  parts.limits = { idle: readBounded(value, where, "seconds", 1), ...parts.limits };
}

/** The reader of one limit. */
function limitReader(key: string): Reader {
  return (value, where, parts) => parts.limits = { ...parts.limits, ...readLimit(key, value, where) };
}
