/** The keys of config files as data: what readers, hints, the schema and the documentation are made of. @module */

import type { Dialect } from "./dialect.ts";
import { CLIENT_KEYS } from "./key_rows_client.ts";
import { LIFE_KEYS } from "./key_rows_life.ts";
import { LIMIT_ROWS } from "./key_rows_limits.ts";
import { REACH_KEYS } from "./key_rows_reach.ts";
import { SERVER_KEYS } from "./key_rows_server.ts";

/** What a value may be. */
export type KeyKind =
  | "text"
  | "secret"
  | "boolean"
  | "number"
  | "seconds"
  | "count"
  | "port"
  | "ports"
  | "host"
  | "place"
  | "places"
  | "target"
  | "method"
  | "choice"
  | "provider"
  | "path"
  | "networks"
  | "networks-or-boolean"
  | "name-servers"
  | "urls"
  | "users"
  | "destinations"
  | "credentials"
  | "port-passwords"
  | "workers"
  | "log"
  | "runtime"
  | "security"
  | "servers"
  | "locals";

/** Where a key may stand: at the top of the file, or in an entry of `servers` or of `locals`. */
export type Scope = "top" | "server" | "local";

/** One key that is read. */
export interface KeyRow {
  /** Its name, with underscores; hyphens are read too. */
  readonly name: string;
  /** What its value is. */
  readonly kind: KeyKind;
  /** What it says, as one sentence. */
  readonly says: string;
  /** Who reads it: a server, a client, or both (unless given). */
  readonly of?: "server" | "client";
  /** Where it may stand: at the top (unless given). */
  readonly in?: readonly Scope[];
  /** Other names for it, each with the dialect that it comes from. */
  readonly also?: Readonly<Record<string, Dialect>>;
  /** The texts that it may be (`choice`). */
  readonly choices?: readonly string[];
  /** The least that it may be (`seconds`, `count`, `port`). */
  readonly least?: number;
  /** What holds where it is not given, as the documentation shows it. */
  readonly default?: string;
  /** The dialects whose programs know it by this name, beside our own. */
  readonly dialects?: readonly Dialect[];
}

/** Every key that is read, in the order of the documentation. */
export const KEY_TABLE: readonly KeyRow[] = [
  ...SERVER_KEYS,
  ...CLIENT_KEYS,
  ...REACH_KEYS,
  ...LIMIT_ROWS,
  ...LIFE_KEYS,
];

/** The rows by every name that they go by. */
export const KEYS_BY_NAME: ReadonlyMap<string, KeyRow> = new Map(
  KEY_TABLE.flatMap((row) => [row.name, ...Object.keys(row.also ?? {})].map((name) => [name, row])),
);

/** Whether the key of a row may stand in a scope. */
export function standsIn(row: KeyRow, scope: Scope): boolean {
  return (row.in ?? ["top"]).includes(scope);
}
