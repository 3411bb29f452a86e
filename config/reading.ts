/** What the readers of keys share: whose file it is, for which command, and whom to tell. @module */

import type { Dialect } from "./dialect.ts";
import type { Scope } from "./key_table.ts";
import type { Role } from "./keys.ts";
import type { Parts } from "./parts.ts";
import type { Where } from "./wrong.ts";

/** The reading of one file, or of one entry of its lists. */
export interface Reading {
  /** The file's name in messages. */
  readonly source: string;
  /** What is run. */
  readonly role: Role;
  /** Whose meaning its keys have. */
  readonly dialect: Dialect;
  /** Where the keys stand that are read. */
  readonly scope: Scope;
  /** Notes a sentence about a key that does not do what its writer may expect. */
  warn(where: Where, text: string): void;
  /** Reads an entry of a list, whose keys are spoken of with `prefix` before them. */
  entry(value: object, prefix: string, scope: Scope): Parts;
}

/** Puts one value into the parts. */
export type Reader = (value: unknown, where: Where, parts: Parts, reading: Reading) => void;

/** Whether it is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
