/** The method of a run: which it is, and whether it may be used. @module */

import { findMethod, isLegacy, type MethodRow } from "../crypto/methods.ts";
import { DEFAULT_METHOD, OLD_METHOD } from "./defaults.ts";
import type { Parts } from "./parts.ts";
import { ConfigError } from "./types.ts";
import { quoted } from "./wrong.ts";

/** A method, and how it came to be the one. */
export interface MethodChoice {
  /** Its row in the table. */
  readonly row: MethodRow;
  /** Whether somebody named it; else it is the default. */
  readonly named: boolean;
}

/**
 * The method that was named, or the default.
 *
 * @throws {ConfigError} when it is a broken one and nobody allowed that.
 */
export function methodOf({ method, allowLegacy }: Parts): MethodChoice {
  return { row: usableMethod(method ?? DEFAULT_METHOD, allowLegacy), named: method !== undefined };
}

/**
 * The row of a method that may be used.
 *
 * @throws {ConfigError} when it is unknown, or broken and not allowed.
 */
export function usableMethod(name: string, allowLegacy = false): MethodRow {
  const row = knownMethod(name);
  if (allowLegacy || !isLegacy(row)) return row;
  throw new ConfigError(
    `Cannot use method ${row.name}: nothing in it proves who sent the bytes, so anyone on the path can alter them and ` +
      `probe the server, expected ${DEFAULT_METHOD}, or ${OLD_METHOD} for old clients, ` +
      'or --allow-legacy ("allow_legacy": true in a config file) to use it all the same',
  );
}

/**
 * The row of a method, whether it may be used or not.
 *
 * @throws {ConfigError} when it is unknown.
 */
export function knownMethod(name: string): MethodRow {
  const row = findMethod(name);
  if (row === undefined) throw new ConfigError(`Cannot use the method ${quoted(name)}: it is not known`);
  return row;
}

/** What whoever uses a method should know: one sentence, or null when all is well. */
export function methodRemark(row: MethodRow): string | null {
  if (isLegacy(row)) {
    return `${row.name} is a legacy method: anyone on the path can alter the bytes and probe the server`;
  }
  return row.kind === "none" ? `${row.name} encrypts nothing: anyone on the path can read and alter the bytes` : null;
}
