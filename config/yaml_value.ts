/** What stands in one line of YAML: a scalar, or a list or map in brackets. Every scalar is a text. @module */

import { badLine } from "./yaml_lines.ts";

/** How deep brackets, or blocks, may stand in each other. */
export const MOST_DEEP = 16;

/** What a text of YAML holds. */
export type Yaml = string | null | Yaml[] | { [key: string]: Yaml };

/** One token: punctuation, a quoted text, or a plain one, with the spaces before it. */
const TOKEN = /\s*(?:([[\]{},])|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(\s*:(?=\s|$))?|([^\s[\]{},"'][^[\]{},]*))/y;

/**
 * The value of a text on one line.
 *
 * @throws {ConfigError} when it is outside the subset.
 */
export function parseValue(text: string, source: string, number: number): Yaml {
  if (/^[[{]/.test(text)) return parseFlow(text, source, number);
  return scalar(text, source, number);
}

/** A text in quotes or without. */
export function scalar(text: string, source: string, number: number): string | null {
  if (/^"/.test(text)) return unquoted(text, source, number);
  if (/^'/.test(text)) {
    if (!/^'(?:[^']|'')*'$/.test(text)) throw badLine(source, number, "found a quote without its end");
    return text.slice(1, -1).replaceAll("''", "'");
  }
  if (/^[&*!|>%@`?]/.test(text) || text === "-" || /:(\s|$)/.test(text) || /^-\s/.test(text)) {
    throw badLine(source, number, "found what is not read here, expected a plain text, or one in quotes");
  }
  return text === "" || text === "~" || text === "null" ? null : text;
}

/** A text in double quotes, with the escapes of JSON. */
function unquoted(text: string, source: string, number: number): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "string") return value;
  } catch {
    // Said below, without the text.
  }
  throw badLine(source, number, "found a broken text in double quotes");
}

/** A list or a map in brackets, with its end on the same line. */
function parseFlow(text: string, source: string, number: number): Yaml {
  let at = 0;
  const fail = (reason = "found a broken list or map in brackets, expected it whole on one line") =>
    badLine(source, number, reason);
  const next = () => {
    TOKEN.lastIndex = at;
    const [all, mark, quoted, colon, plain] = TOKEN.exec(text) ?? [];
    if (all === undefined) throw fail();
    at += all.length;
    return { mark, quoted, colon, plain: plain?.trim() };
  };
  const value = (token: ReturnType<typeof next>, depth: number): Yaml => {
    if (depth > MOST_DEEP) throw fail(`found more than ${MOST_DEEP} brackets in each other`);
    if (token.mark === "[") return list(depth);
    if (token.mark === "{") return map(depth);
    if (token.mark !== undefined || token.colon !== undefined) throw fail();
    return scalar(token.quoted ?? token.plain ?? "", source, number);
  };
  const list = (depth: number): Yaml[] => {
    const items: Yaml[] = [];
    for (let token = next(); token.mark !== "]"; token = next()) {
      items.push(value(token, depth + 1));
      token = next();
      if (token.mark === "]") break;
      if (token.mark !== ",") throw fail();
    }
    return items;
  };
  const map = (depth: number): Yaml => {
    const entries = new Map<string, Yaml>();
    for (let token = next(); token.mark !== "}"; token = next()) {
      const [key, rest] = keyOf(token);
      if (key === undefined || entries.has(key)) throw fail();
      entries.set(key, rest === "" ? value(next(), depth + 1) : scalar(rest, source, number));
      token = next();
      if (token.mark === "}") break;
      if (token.mark !== ",") throw fail();
    }
    return Object.fromEntries(entries);
  };
  const keyOf = ({ quoted, colon, plain = "" }: ReturnType<typeof next>): [string | undefined, string] => {
    if (quoted !== undefined) return [colon && (scalar(quoted, source, number) ?? undefined), ""];
    const [, key, rest = ""] = /^([\w.-]+)\s*:(?:\s+(.*))?$/.exec(plain) ?? [];
    return [key, rest];
  };
  const result = value(next(), 0);
  if (text.slice(at).trim() !== "") throw fail();
  return result;
}
