/** The tables of keys in docs/configuration.md, made of the tables that the readers use. @module */

import type { Fate } from "../config/fate.ts";
import { CLIENT_KEYS } from "../config/key_rows_client.ts";
import { LIFE_KEYS } from "../config/key_rows_life.ts";
import { LIMIT_ROWS } from "../config/key_rows_limits.ts";
import { REACH_KEYS } from "../config/key_rows_reach.ts";
import { SERVER_KEYS } from "../config/key_rows_server.ts";
import type { KeyKind, KeyRow } from "../config/key_table.ts";
import { NOT_READ_FATES } from "../config/keys.ts";

/** Where the tables stand in the page. */
const MARKS = ["<!-- keys: written by `deno task keys` -->", "<!-- end of keys -->"] as const;

/** The tables, each under its heading. */
const TABLES: readonly (readonly [heading: string, rows: readonly KeyRow[]])[] = [
  ["Servers", SERVER_KEYS],
  ["Ports for applications", CLIENT_KEYS],
  ["Names and ways", REACH_KEYS],
  ["Limits", LIMIT_ROWS],
  ["The program", LIFE_KEYS],
];

/** What values of each kind look like. */
const VALUES: Readonly<Partial<Record<KeyKind, string>>> = {
  "boolean": "true, false",
  "seconds": "seconds",
  "count": "a number",
  "number": "a number",
  "ports": "a port, a list, a range",
  "host": "an address or a name",
  "place": "HOST or HOST:PORT",
  "places": "a HOST or HOST:PORT, a list",
  "target": "HOST:PORT",
  "method": "a method",
  "networks": "networks, a list",
  "networks-or-boolean": "true, false, networks",
  "name-servers": "servers, a list",
  "provider": "`auto`, `native`, `node`, `wasm`, `noble`, a path",
  "urls": "a URL, a list",
  "users": "`[{name, password}]`",
  "destinations": "`[{name, server, server_port, password}]`",
  "credentials": "`[{user, password}]`",
  "port-passwords": "`{PORT: PASSWORD}`",
  "workers": "a number, `auto`",
  "servers": "`[{…}]`",
  "locals": "`[{…}]`",
  "secret": "text",
};

/** The page with its tables as they are to be. */
export function withKeyTables(page: string): string {
  const [start, end] = MARKS.map((mark) => page.indexOf(mark));
  if (start === undefined || end === undefined || start < 0 || end < start) {
    throw new Error(`Cannot place the tables: expected ${MARKS.join(" and ")} in the page`);
  }
  return page.slice(0, start + MARKS[0].length) + "\n\n" + keyTables() + "\n\n" + page.slice(end);
}

/** All tables as Markdown. */
function keyTables(): string {
  const read = TABLES.map(([heading, rows]) => `### ${heading}\n\n${table(HEAD, rows.map(cells))}`);
  const reasons = Map.groupBy(NOT_READ_FATES, ([, fate]) => `${fate.kind} ${fate.reason}`);
  const others = [...reasons.values()].map((keys) => otherCells(keys.map(([name]) => name), keys[0]![1]));
  return [...read, `### Keys of other programs\n\n${table(["Keys", "What becomes of them"], others)}`].join("\n\n");
}

const HEAD = ["Key", "Value", "Default", "What it says"];

function cells(row: KeyRow): string[] {
  const also = Object.keys(row.also ?? {}).map((name) => `\`${name}\``);
  const names = [`\`${row.name}\``, ...also].join(", ");
  const side = row.of === undefined ? "" : `(${row.of}) `;
  const value = row.choices?.map((choice) => `\`${choice}\``).join(", ") ?? VALUES[row.kind] ?? row.kind;
  return [names, value, row.default ?? "", side + row.says];
}

function otherCells(names: readonly string[], { kind, reason }: Fate): string[] {
  const text = kind === "refused" ? `The start is refused: ${reason}` : `Said at the start: ${reason}`;
  return [names.map((name) => `\`${name}\``).join(", "), text.replace(/^(Said at the start: )is /, "$1it is ")];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
