/** Lists and maps of YAML in brackets, whole on one line. @module */

import { badLine } from "./yaml_lines.ts";
import { MOST_DEEP, scalar, type Yaml } from "./yaml_scalar.ts";

/** One token: punctuation, a text in quotes, a plain key, or another plain text, with the spaces before it. */
const TOKEN = new RegExp(
  String
    .raw`\s*(?:([[\]{},])|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(\s*:(?=\s))?|([\w.-]+)\s*:(?=\s)|([^\s[\]{},"'][^[\]{},]*))`,
  "y",
);

/** The text, and how far it is read. */
interface Cursor {
  readonly text: string;
  readonly source: string;
  readonly number: number;
  at: number;
}

/** Punctuation, a key with the colon behind it, or a text. */
interface Token {
  readonly mark: string | undefined;
  readonly key: string | undefined;
  readonly text: string;
}

/**
 * The list or map that a text is.
 *
 * @throws {ConfigError} when it is outside the subset.
 */
export function parseFlow(text: string, source: string, number: number): Yaml {
  const cursor: Cursor = { text, source, number, at: 0 };
  const value = readValue(cursor, nextToken(cursor), 0);
  if (text.slice(cursor.at).trim() !== "") throw broken(cursor);
  return value;
}

function readValue(cursor: Cursor, { mark, key, text }: Token, depth: number): Yaml {
  const { source, number } = cursor;
  if (depth > MOST_DEEP) throw badLine(source, number, `found more than ${MOST_DEEP} brackets in each other`);
  if (mark === "[") return readList(cursor, depth);
  if (mark === "{") return readMap(cursor, depth);
  if (mark !== undefined || key !== undefined) throw broken(cursor);
  return scalar(text, source, number);
}

function readList(cursor: Cursor, depth: number): Yaml[] {
  const items: Yaml[] = [];
  for (let token = nextToken(cursor); token.mark !== "]"; token = nextToken(cursor)) {
    items.push(readValue(cursor, token, depth + 1));
    if (endsAt(cursor, "]")) break;
  }
  return items;
}

function readMap(cursor: Cursor, depth: number): Yaml {
  const entries = new Map<string, Yaml>();
  for (let token = nextToken(cursor); token.mark !== "}"; token = nextToken(cursor)) {
    if (token.key === undefined || entries.has(token.key)) throw broken(cursor);
    entries.set(token.key, readValue(cursor, nextToken(cursor), depth + 1));
    if (endsAt(cursor, "}")) break;
  }
  return Object.fromEntries(entries);
}

/** Whether the brackets end here; else a comma must stand there. */
function endsAt(cursor: Cursor, end: "]" | "}"): boolean {
  const { mark } = nextToken(cursor);
  if (mark !== end && mark !== ",") throw broken(cursor);
  return mark === end;
}

function nextToken(cursor: Cursor): Token {
  TOKEN.lastIndex = cursor.at;
  const [all, mark, quoted, colon, key, plain] = TOKEN.exec(cursor.text) ?? [];
  if (all === undefined) throw broken(cursor);
  cursor.at += all.length;
  const named = colon === undefined ? key : scalar(quoted ?? "", cursor.source, cursor.number) ?? "";
  return { mark, key: named, text: quoted ?? plain?.trim() ?? "" };
}

function broken({ source, number }: Cursor) {
  return badLine(source, number, "found a broken list or map in brackets, expected it whole on one line");
}
