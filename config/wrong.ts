/** How a wrong value is spoken of: where it stands, what was found, what was expected; never a secret. @module */

import { ConfigError } from "./types.ts";

/** Where a value stands. */
export interface Where {
  /** The file's path, "the command line" or "the link". */
  readonly source: string;
  /** The key or flag as it was written. */
  readonly key: string;
  /** Whether the value may hold a secret, so that only its kind is shown. */
  readonly secret?: boolean;
}

/** The error for a value that is not what was expected. */
export function wrong(where: Where, value: unknown, expected: string): ConfigError {
  const found = where.secret ? kindOf(value) : shown(value);
  return new ConfigError(`Cannot read ${where.source}: ${keyOf(where)}: found ${found}, expected ${expected}`);
}

/** The error for a key that may not stand there at all. */
export function refused(where: Where, reason: string): ConfigError {
  return new ConfigError(`Cannot read ${where.source}: ${keyOf(where)}: ${reason}`);
}

/** A key as a message shows it: cut after 100 characters, nothing in it that a terminal obeys. */
export function keyOf({ key }: Where): string {
  return escaped(key.length > 100 ? key.slice(0, 100) + "…" : key);
}

/** A value as a message shows it: short, on one line, nothing in it that a terminal obeys. */
export function shown(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return kindOf(value);
}

/** A text in quotes, cut after 40 characters. Of a Shadowsocks link, which holds a key, nothing is shown. */
export function quoted(text: string): string {
  if (/^\s*ss:\/\//i.test(text)) return '"ss://…"';
  const cut = text.length > 40 ? text.slice(0, 40) + "…" : text;
  return escaped(JSON.stringify(cut));
}

/** The text with what a terminal obeys or hides written as `\u` escapes, beyond what JSON escapes. */
export function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => {
    const units = Array.from({ length: c.length }, (_, i) => c.charCodeAt(i));
    return units.map((unit) => "\\u" + unit.toString(16).padStart(4, "0")).join("");
  });
}

/** What kind of value it is, and nothing of what it holds. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value === "") return "an empty text";
  return { string: "a text", number: "a number", boolean: "true or false" }[String(typeof value)] ?? "an object";
}
