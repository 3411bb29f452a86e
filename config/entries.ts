/** The keys of an object, each refused, remarked upon, or read: a whole file, or an entry of one of its lists. @module */

import { READERS } from "./file_keys.ts";
import { KEY_TABLE, KEYS_BY_NAME, standsIn } from "./key_table.ts";
import { fateOf, isOff, NOT_READ } from "./keys.ts";
import { checkLocalTogether } from "./local_together.ts";
import { nearestHint } from "./nearest.ts";
import type { Parts } from "./parts.ts";
import type { Reading } from "./reading.ts";
import { checkServerTogether, replaceDenied } from "./server_together.ts";
import { keyOf, quoted, refused, type Where } from "./wrong.ts";

/** How a file is read; what its entries need is made of it. */
export type FileReading = Omit<Reading, "scope" | "warn" | "entry">;

/**
 * What an object says.
 *
 * @param warnings takes one sentence for each key that does not do what its writer may expect
 * @throws {ConfigError} when something in it is wrong.
 */
export function readEntries(value: object, file: FileReading, warnings: string[]): Parts {
  const warn = (where: Where, text: string) => {
    warnings.push(`${where.source}: ${keyOf(where)} ${text}`);
  };
  const read = (object: object, prefix: string, scope: Reading["scope"]): Parts => {
    const reading: Reading = { ...file, scope, warn, entry: read };
    const parts: Parts = {};
    for (const [name, [written, entry]] of normalNames(object, file.source, prefix)) {
      readEntry(name, entry, { source: file.source, key: prefix + written }, parts, reading);
    }
    replaceDenied(parts, reading);
    checkServerTogether(parts, prefix, reading);
    checkLocalTogether(parts, prefix, reading);
    return parts;
  };
  return read(value, "", "top");
}

/** The entries under their names with underscores, each with the name as it was written. */
function normalNames(value: object, source: string, prefix: string): Map<string, [written: string, entry: unknown]> {
  const entries = new Map<string, [string, unknown]>();
  for (const [written, entry] of Object.entries(value)) {
    const name = written.replaceAll("-", "_");
    const earlier = entries.get(name);
    if (earlier) {
      throw refused({ source, key: prefix + written }, `stands there twice, as ${quoted(earlier[0])} too`);
    }
    entries.set(name, [written, entry]);
  }
  return entries;
}

/** One key: refused, remarked upon, or read. */
function readEntry(name: string, value: unknown, where: Where, parts: Parts, reading: Reading): void {
  const fate = fateOf(name, reading);
  const row = KEYS_BY_NAME.get(name);
  if (fate?.kind === "refused") {
    if (!isOff(name, value)) throw refused(where, fate.reason);
  } else if (fate?.kind === "unused") {
    reading.warn(where, fate.reason);
  } else if (fate === undefined && row && standsIn(row, reading.scope)) {
    READERS.get(name)?.(value, where, parts, reading);
  } else if (fate === undefined) {
    reading.warn(where, `is not a key that is known here${nearestHint(name, namesFor(reading))}`);
  }
}

/** The names that may be meant: those that may stand there, and those that are refused or not used. */
function namesFor({ scope }: Reading): string[] {
  const read = KEY_TABLE.filter((row) => standsIn(row, scope)).flatMap((
    row,
  ) => [row.name, ...Object.keys(row.also ?? {})]);
  return [...read, ...NOT_READ];
}
