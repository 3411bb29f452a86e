/** Config files: JSON5 with the keys of the original program and of its successors. @module */

import type { Dialect } from "./dialect.ts";
import { READ_KEYS, readKey } from "./file_keys.ts";
import { parseJson5 } from "./json5.ts";
import { isOff, OTHER_SIDE, REFUSED, type Role, UNUSED } from "./keys.ts";
import { checkLocalTogether } from "./local_keys.ts";
import { nearestHint } from "./nearest.ts";
import type { Parts } from "./parts.ts";
import { ConfigError } from "./types.ts";
import { kindOf, quoted, refused, type Where } from "./wrong.ts";

/** What a file says, and what is to be said about it. */
export interface FileParts {
  /** What the file says of the run. */
  parts: Parts;
  /** One sentence for each key that does not do what its writer may expect. */
  warnings: string[];
}

/**
 * Reads the text of a config file as the programs of a dialect mean it; `source` is its name in messages. What the
 * file leaves open is not filled in: `dialectDefaults` has that.
 *
 * @throws {ConfigError} when it is wrong.
 */
export function readConfigText(text: string, source: string, role: Role, _dialect: Dialect = "umbra"): FileParts {
  const value = parseJson5(text, source);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigError(`Cannot read ${source}: found ${kindOf(value)}, expected an object { … }`);
  }
  const result: FileParts = { parts: {}, warnings: [] };
  for (const [name, [written, entry]] of normalNames(value, source)) {
    readEntry(name, entry, { source, key: written }, role, result);
  }
  checkTogether(result, source);
  checkLocalTogether(result.parts, source, role);
  return result;
}

/** The entries under their names with underscores, each with the name as it was written. */
function normalNames(value: object, source: string): Map<string, [written: string, entry: unknown]> {
  const entries = new Map<string, [string, unknown]>();
  for (const [written, entry] of Object.entries(value)) {
    const name = written.replaceAll("-", "_");
    const earlier = entries.get(name);
    if (earlier) throw refused({ source, key: written }, `stands there twice, as ${quoted(earlier[0])} too`);
    entries.set(name, [written, entry]);
  }
  return entries;
}

/** One key of a file: refused, remarked upon, or read. */
function readEntry(name: string, value: unknown, where: Where, role: Role, result: FileParts): void {
  const other = OTHER_SIDE[role].get(name);
  const reason = other?.refused ? other.reason : REFUSED.get(name);
  if (reason !== undefined) {
    if (!isOff(value)) throw refused(where, reason);
  } else if (other || UNUSED.has(name)) {
    warn(result, where, other?.reason ?? UNUSED.get(name) ?? "");
  } else if (READ_KEYS.includes(name)) {
    readKey(name, value, where, role, result.parts);
  } else {
    const known = [...READ_KEYS, ...REFUSED.keys(), ...UNUSED.keys()];
    warn(result, where, `is not a key that is known here${nearestHint(name, known)}`);
  }
}

/** What can only be judged when all keys are read. */
function checkTogether({ parts, warnings }: FileParts, source: string): void {
  if (!parts.portPassword) return;
  if (parts.places?.some((place) => place.port !== undefined)) {
    throw refused({ source, key: "server" }, "names a port, and so does port_password: expected one of the two");
  }
  for (const key of ["users", "destinations"] as const) {
    if (parts[key]) throw refused({ source, key }, "stands beside port_password: expected one of the two");
  }
  if (parts.port === undefined && parts.password === undefined) return;
  warnings.push(`${source}: port_password is used, and server_port and password are not`);
  delete parts.port;
  delete parts.password;
}

/** Adds a sentence about a key. */
function warn(result: FileParts, where: Where, text: string): void {
  result.warnings.push(`${where.source}: ${quoted(where.key).slice(1, -1)} ${text}`);
}
