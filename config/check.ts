/** The checks that config files, flags and links share. @module */

import { findMethod, METHODS } from "../crypto/methods.ts";
import type { Endpoint } from "../relay/address.ts";
import { normalHost, type Place, readPlace } from "./address.ts";
import { nearestHint } from "./nearest.ts";
import type { CryptoChoice, Mode } from "./types.ts";
import { quoted, refused, type Where, wrong } from "./wrong.ts";

/** The providers that a config may name. */
const PROVIDERS = ["auto", "native", "node", "wasm", "noble"] as const;

/** What a port may carry. */
const MODES: readonly Mode[] = ["tcp_only", "udp_only", "tcp_and_udp"];

/** A text that is not empty. */
export function checkText(value: unknown, where: Where): string {
  if (typeof value !== "string" || value === "") throw wrong(where, value, "a text");
  return value;
}

/** A password; whether it may be empty depends on the method, which is asked later. */
export function checkPassword(value: unknown, where: Where): string {
  if (typeof value !== "string") throw wrong({ ...where, secret: true }, value, "a text in quotes");
  return value;
}

/** Yes or no. */
export function checkBoolean(value: unknown, where: Where): boolean {
  if (typeof value !== "boolean") throw wrong(where, value, "true or false");
  return value;
}

/** A method's own name, found by any of its names in any case. */
export function checkMethod(value: unknown, where: Where): string {
  const name = checkText(value, where);
  const row = findMethod(name);
  if (row) return row.name;
  throw refused(where, `found ${quoted(name)}, expected one of those that umbra methods lists${methodHint(name)}`);
}

/** `; the nearest known one is "…"`, or nothing: the end of a message about an unknown method. */
export function methodHint(name: string): string {
  return nearestHint(name.toLowerCase(), METHODS.map((method) => method.name));
}

/** A port, as a number or as its digits in a text; 0 only where the system may choose. */
export function checkPort(value: unknown, where: Where, least: 0 | 1): number {
  const port = typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof port === "number" && Number.isInteger(port) && port >= least && port <= 65535) return port;
  throw wrong(where, value, `a whole number from ${least} to 65535`);
}

/** An address or a name. */
export function checkHost(value: unknown, where: Where): string {
  const host = typeof value === "string" ? normalHost(value) : null;
  if (host === null) throw wrong(where, value, "an IP address or a name");
  return host;
}

/** An address or a name, with a port behind it or without. */
export function checkPlace(value: unknown, where: Where): Place {
  const place = typeof value === "string" ? readPlace(value) : null;
  if (place === null) throw wrong(where, value, "an IP address or a name, with :PORT behind it or without");
  return place;
}

/** Where a tunnel leads. A zone says nothing to the server that connects there. */
export function checkTarget(value: unknown, where: Where): Endpoint {
  const { host, port } = (typeof value === "string" ? readPlace(value) : null) ?? {};
  if (host !== undefined && port !== undefined && port > 0 && !host.includes("%")) return { host, port };
  throw wrong(where, value, "HOST:PORT, a port from 1 to 65535 and an IPv6 address in brackets without a zone");
}

/** The host where a tunnel leads, where its port stands elsewhere. */
export function checkTargetHost(value: unknown, where: Where): string {
  const host = checkHost(value, where);
  if (host.includes("%")) throw wrong(where, value, "an IP address without a zone, or a name");
  return host;
}

/** The name of a provider of ciphers, or the path of a libcrypto. */
export function checkProvider(value: unknown, where: Where): CryptoChoice {
  const choice = PROVIDERS.find((name) => name === value);
  if (choice !== undefined) return choice;
  if (isAbsolute(value)) return value;
  throw wrong(where, value, `one of ${PROVIDERS.join(", ")}, or the absolute path of a libcrypto`);
}

function isAbsolute(value: unknown): value is `/${string}` {
  return typeof value === "string" && value.startsWith("/");
}

/** What a port carries. */
export function checkMode(value: unknown, where: Where): Mode {
  return checkChoice(value, where, MODES);
}

/** One of a few names. */
export function checkChoice<T extends string>(value: unknown, where: Where, choices: readonly T[]): T {
  const choice = choices.find((name) => name === value);
  if (choice === undefined) throw wrong(where, value, `one of ${choices.join(", ")}`);
  return choice;
}
