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
import { LIFE_READERS } from "./life_keys.ts";
import { LIMIT_KEYS, readLimit } from "./limits.ts";
import { LOCAL_KEYS } from "./local_keys.ts";
import { OUTBOUND_KEYS } from "./outbound_keys.ts";
import type { Judged, Parts, PortPassword } from "./parts.ts";
import { checkPorts } from "./ports.ts";
import type { Reader, Reading } from "./reading.ts";
import { readLocals, readServers } from "./section_lists.ts";
import { readTimeout } from "./timeout.ts";
import { type Where, wrong } from "./wrong.ts";

/** The readers of `servers[]` and of what describes one server. */
const SERVER_READERS: Readonly<Record<string, Reader>> = {
  server: (value, where, parts) => parts.places = readPlaces(value, where),
  address: (value, where, parts) => parts.places = readPlaces(value, where),
  server_port: readServerPort,
  port: readServerPort,
  password: (value, where, parts) => judgeLater(parts, "password", checkPassword(value, where), where),
  method: (value, where, parts, { dialect }) => {
    parts.method = checkMethod(dialect === "python" ? withoutLibrary(value) : value, where);
  },
  port_password: (value, where, parts) => judgeLater(parts, "portPassword", readPortPassword(value, where), where),
  users: (value, where, parts) => judgeLater(parts, "users", readUsers(value, where), where),
  destinations: (value, where, parts) => judgeLater(parts, "destinations", readDestinations(value, where), where),
  servers: readServers,
  shadowsocks: readServers,
  disabled: (value, where) => checkBoolean(value, where),
  allow_legacy: (value, where, parts) => parts.allowLegacy = checkBoolean(value, where),
  name: readName,
  remarks: readName,
  mode: (value, where, parts) => parts.mode = checkMode(value, where),
};

/** The readers of all keys, by each of their names with underscores. A test holds them to the table of keys. */
export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...Object.entries(SERVER_READERS),
  ["local_address", (value, where, parts) => parts.localHost = checkHost(value, where)],
  ["local_port", (value, where, parts) => parts.localPort = checkPort(value, where, 0)],
  ["locals", readLocals],
  ["crypto", (value, where, parts) => parts.crypto = checkProvider(value, where)],
  ["timeout", readTimeout],
  ...Object.entries(LOCAL_KEYS),
  ...Object.entries(OUTBOUND_KEYS),
  ...Object.entries(LIFE_READERS),
  ...Object.keys(LIMIT_KEYS).map((key): [string, Reader] => [key, limitReader(key)]),
]);

/** A value whose fitness shows when all is read: then it must be known where it stands. A list without items is none. */
function judgeLater<K extends Judged>(parts: Parts, name: K, value: NonNullable<Parts[K]>, where: Where): void {
  if (value.length === 0 && Array.isArray(value)) return;
  parts[name] = value;
  parts.at = { ...parts.at, [name]: where };
}

/** The Python program's master lets a method name the library that is to serve it, which is its speed alone. */
function withoutLibrary(method: unknown): unknown {
  return typeof method === "string" ? method.replace(/^(openssl|mbedtls):/, "") : method;
}

/** One port, or several. */
function readServerPort(...[value, where, parts, { role }]: Parameters<Reader>): void {
  const [port, ...more] = checkPorts(value, where, role === "server" ? 0 : 1);
  if (port === undefined) return;
  if (more.length > 0) parts.ports = [port, ...more];
  else parts.port = port;
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

/** The reader of one limit. */
function limitReader(key: string): Reader {
  return (value, where, parts, reading) => {
    const raised = key === "udp_timeout" ? raisedForUdp(value, where, reading) : value;
    parts.limits = { ...parts.limits, ...readLimit(key, raised, where) };
  };
}

/** shadowsocks-rust takes what SIP022 forbids: there the least that it allows is taken, and said. */
function raisedForUdp(value: unknown, where: Where, { dialect, warn }: Reading): unknown {
  const least = LIMIT_KEYS.udp_timeout?.least ?? 0;
  if (dialect !== "rust" || typeof value !== "number" || !(value >= 0 && value < least)) return value;
  warn(where, `is taken as ${least} seconds: sessions of 2022 are remembered that long`);
  return least;
}
