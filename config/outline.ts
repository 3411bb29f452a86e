/**
 * The config of the Outline server: services with listeners and keys, and the older list of keys with ports. The keys
 * of one port are its users, told apart by trial.
 *
 * @module
 */

import type { User } from "../crypto/types.ts";
import type { Place } from "./address.ts";
import { checkMethod, checkPassword, checkPlace, checkPort, checkText } from "./check.ts";
import { nearestHint } from "./nearest.ts";
import type { Parts } from "./parts.ts";
import { isRecord } from "./reading.ts";
import type { Mode } from "./types.ts";
import { keyOf, quoted, refused, type Where, wrong } from "./wrong.ts";
import type { Yaml } from "./yaml.ts";

/** A list of objects with the place of each. */
type Items = readonly { readonly value: { [key: string]: Yaml }; readonly where: Where }[];

/** One user and the method of the user's port. */
interface Key {
  readonly user: User;
  readonly method: string;
  readonly where: Where;
}

/** Whether it is such a config. */
export function isOutline(value: Yaml): value is { [key: string]: Yaml } {
  return isRecord(value) && ("services" in value || "keys" in value);
}

/**
 * What it says: one server for each address that is listened on.
 *
 * @throws {ConfigError} when something in it is wrong, or cannot be done here.
 */
export function readOutline(config: { [key: string]: Yaml }, source: string, warnings: string[]): Parts {
  const at = (key: string): Where => ({ source, key });
  warnUnknown(config, at(""), ["services", "keys", "web"], warnings);
  if (isRecord(config.web)) throw refused(at("web"), "websockets are not supported in this version");
  const services = items(config.services ?? null, at("services")).flatMap((service) => readService(service, warnings));
  const keys = readPorts(items(config.keys ?? null, at("keys")), warnings);
  return { servers: [...services, ...keys], mode: "tcp_and_udp" };
}

/** One service: its keys at each of its listeners, which carry TCP or UDP. */
function readService({ value, where }: Items[number], warnings: string[]): Parts[] {
  const at = (key: string): Where => ({ ...where, key: `${where.key}.${key}` });
  warnUnknown(value, where, ["listeners", "keys", "dialer"], warnings);
  if (isRecord(value.dialer) && value.dialer.fwmark !== undefined && value.dialer.fwmark !== null) {
    throw refused(at("dialer.fwmark"), "settings of outgoing connections are not supported in this version");
  }
  const shared = sharedKeys(items(value.keys ?? null, at("keys")).map((item) => readKey(item, warnings)), at("keys"));
  const carried = new Map<string, { place: Place; ways: Set<string> }>();
  for (const { way, place } of items(value.listeners ?? null, at("listeners")).map(readListener)) {
    const known = carried.get(JSON.stringify(place)) ?? { place, ways: new Set() };
    carried.set(JSON.stringify(place), { place, ways: known.ways.add(way) });
  }
  return [...carried.values()].map(({ place, ways }) => ({ places: [place], mode: modeOf(ways), ...shared }));
}

/** The older form: keys that name their ports. */
function readPorts(keys: Items, warnings: string[]): Parts[] {
  const ports = new Map<number, Key[]>();
  for (const item of keys) {
    const port = checkPort(item.value.port, { ...item.where, key: `${item.where.key}.port` }, 1);
    ports.set(port, [...ports.get(port) ?? [], readKey(item, warnings)]);
  }
  return [...ports].map(([port, list]) => ({
    places: [{ host: "::" }],
    port,
    mode: "tcp_and_udp",
    ...sharedKeys(list, { source: keys[0]?.where.source ?? "", key: "keys" }),
  }));
}

/** What a listener takes, and where. */
function readListener({ value, where }: Items[number]): { way: "tcp" | "udp"; place: Place } {
  const at = (key: string): Where => ({ ...where, key: `${where.key}.${key}` });
  const type = checkText(value.type, at("type"));
  if (type.startsWith("websocket-")) throw refused(at("type"), "websockets are not supported in this version");
  const [, scheme = type, address = value.address] = type === "direct"
    ? /^(tcp|udp):\/\/(.*)$/.exec(checkText(value.address, at("address"))) ?? []
    : [];
  if (scheme !== "tcp" && scheme !== "udp") throw wrong(at("type"), type, "tcp, udp, or direct with tcp:// or udp://");
  const place = checkPlace(typeof address === "string" ? address.replace(/^:/, "[::]:") : address, at("address"));
  if (place.port === undefined) throw wrong(at("address"), value.address, "HOST:PORT");
  return { way: scheme, place };
}

/** One key. */
function readKey({ value, where }: Items[number], warnings: string[]): Key {
  const at = (key: string): Where => ({ ...where, key: `${where.key}.${key}` });
  warnUnknown(value, where, ["id", "port", "cipher", "secret"], warnings);
  const password = checkPassword(value.secret, at("secret"));
  if (password === "") throw wrong(at("secret"), password, "a text that is not empty");
  const name = checkText(value.id, { ...at("id"), secret: true });
  return { user: { name, password }, method: checkMethod(value.cipher, at("cipher")), where };
}

/** The users of a port and their one method. */
function sharedKeys(keys: readonly Key[], where: Where): Pick<Parts, "method" | "users" | "at"> {
  const [first] = keys;
  if (!first) throw wrong(where, null, "at least one key");
  const other = keys.find(({ method }) => method !== first.method);
  if (other) {
    throw refused(
      { ...other.where, key: `${other.where.key}.cipher` },
      `found ${quoted(other.method)} beside ${
        quoted(first.method)
      }: the keys of one port have one cipher in this version`,
    );
  }
  return { method: first.method, users: keys.map(({ user }) => user), at: { users: where } };
}

/** The objects of a list; none where it is not there. */
function items(value: Yaml, where: Where): Items {
  if (value === null) return [];
  if (!Array.isArray(value)) throw wrong({ ...where, secret: true }, value, "a list");
  return value.map((item, i) => {
    const place = { ...where, key: `${where.key}[${i}]` };
    if (!isRecord(item)) throw wrong({ ...place, secret: true }, item, "an object");
    return { value: item, where: place };
  });
}

/** Says of each key that is not known that it is not. */
function warnUnknown(value: object, where: Where, known: readonly string[], warnings: string[]): void {
  for (const key of Object.keys(value).filter((key) => !known.includes(key))) {
    const name = keyOf({ ...where, key: where.key === "" ? key : `${where.key}.${key}` });
    warnings.push(`${where.source}: ${name} is not a key that is known here${nearestHint(key, known)}`);
  }
}

function modeOf(ways: ReadonlySet<string>): Mode {
  if (ways.size === 2) return "tcp_and_udp";
  return ways.has("tcp") ? "tcp_only" : "udp_only";
}
