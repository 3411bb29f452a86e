/**
 * The part of YAML that server configs use: maps and lists by indentation or in brackets on one line, texts plain or in
 * quotes, comments. What is outside it (anchors, tags, texts over several lines, several documents) is refused by its
 * line. Every scalar is a text: `0123` stays what it is, and whoever wants a number reads one.
 *
 * @module
 */

import { parseFlow } from "./yaml_flow.ts";
import { badLine, type Line, splitLines } from "./yaml_lines.ts";
import { MOST_DEEP, scalar, type Yaml } from "./yaml_scalar.ts";

export type { Yaml } from "./yaml_scalar.ts";

/** A line of a map: its key, plain or in quotes, and what stands behind the colon. */
const ENTRY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\w.-]+)\s*:(?:\s+(.*))?$/;

/** The lines, and how far they are read. */
interface Cursor {
  readonly source: string;
  readonly lines: Line[];
  at: number;
}

/**
 * The value of a text.
 *
 * @throws {ConfigError} when it is outside the subset.
 */
export function parseYaml(text: string, source: string): Yaml {
  const cursor: Cursor = { source, lines: splitLines(text, source), at: 0 };
  const [first] = cursor.lines;
  if (!first) return null;
  const value = parseBlock(cursor, first.indent, 0);
  const left = cursor.lines[cursor.at];
  if (left) throw badLine(source, left.number, "stands further left than what it belongs to, or further right");
  return value;
}

/** The list, map or scalar that begins at the cursor and stands at this indentation. */
function parseBlock(cursor: Cursor, indent: number, depth: number): Yaml {
  const line = cursor.lines[cursor.at];
  if (!line) return null;
  if (depth > MOST_DEEP) throw badLine(cursor.source, line.number, `stands more than ${MOST_DEEP} levels deep`);
  if (isItem(line.text)) return parseList(cursor, indent, depth);
  if (ENTRY.test(line.text)) return parseMap(cursor, indent, depth);
  cursor.at++;
  return parseValue(line.text, cursor.source, line.number);
}

/** The items at one indentation. What stands behind the hyphen is read as if it stood there alone. */
function parseList(cursor: Cursor, indent: number, depth: number): Yaml[] {
  const items: Yaml[] = [];
  for (
    let line = cursor.lines[cursor.at];
    line?.indent === indent && isItem(line.text);
    line = cursor.lines[cursor.at]
  ) {
    const rest = line.text.slice(1).trimStart();
    if (rest === "") {
      cursor.at++;
      items.push(parseBelow(cursor, indent + 1, depth));
      continue;
    }
    const inner = indent + line.text.length - rest.length;
    cursor.lines[cursor.at] = { ...line, indent: inner, text: rest };
    items.push(parseBlock(cursor, inner, depth + 1));
  }
  return items;
}

/** The entries at one indentation. */
function parseMap(cursor: Cursor, indent: number, depth: number): Yaml {
  const entries = new Map<string, Yaml>();
  for (
    let line = cursor.lines[cursor.at];
    line?.indent === indent && !isItem(line.text);
    line = cursor.lines[cursor.at]
  ) {
    const [, written, value = ""] = ENTRY.exec(line.text) ?? [];
    if (written === undefined) throw badLine(cursor.source, line.number, "found no KEY: before the text");
    const key = scalar(written, cursor.source, line.number) ?? "";
    if (entries.has(key)) throw badLine(cursor.source, line.number, "its key stands there twice");
    cursor.at++;
    // A list may stand at the indentation of its key.
    const least = isItem(cursor.lines[cursor.at]?.text ?? "") ? indent : indent + 1;
    entries.set(key, value === "" ? parseBelow(cursor, least, depth) : parseValue(value, cursor.source, line.number));
  }
  return Object.fromEntries(entries);
}

/** What stands below a line, at this indentation or further right; nothing when nothing does. */
function parseBelow(cursor: Cursor, least: number, depth: number): Yaml {
  const line = cursor.lines[cursor.at];
  return line && line.indent >= least ? parseBlock(cursor, line.indent, depth + 1) : null;
}

/** A value on one line: in brackets, or a text. */
function parseValue(text: string, source: string, number: number): Yaml {
  return /^[[{]/.test(text) ? parseFlow(text, source, number) : scalar(text, source, number);
}

function isItem(text: string): boolean {
  return text === "-" || text.startsWith("- ");
}
