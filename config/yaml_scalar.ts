/** Texts of YAML: every scalar is one, plain or in quotes. @module */

import { badLine } from "./yaml_lines.ts";

/** How deep brackets, or blocks, may stand in each other. */
export const MOST_DEEP = 16;

/** What a text of YAML holds. */
export type Yaml = string | null | Yaml[] | { [key: string]: Yaml };

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
