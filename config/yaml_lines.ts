/** YAML as lines: indentation counted, comments taken off, what the subset leaves out refused by its line. @module */

import { ConfigError } from "./types.ts";

/** A line that says something. */
export interface Line {
  /** Spaces before it. */
  readonly indent: number;
  /** What it says, without a comment. */
  readonly text: string;
  /** Its number in the file. */
  readonly number: number;
}

/** The error at a line. The message shows nothing of the line: it may hold a secret. */
export function badLine(source: string, number: number, reason: string): ConfigError {
  return new ConfigError(`Cannot read ${source}: line ${number}: ${reason}`);
}

/**
 * The lines of a text that say something.
 *
 * @throws {ConfigError} when one begins with a tab, or a second document follows.
 */
export function splitLines(text: string, source: string): Line[] {
  const lines: Line[] = [];
  for (const [i, raw] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    const bare = withoutComment(raw).trimEnd();
    const content = bare.trimStart();
    if (content === "" || (content === "---" && lines.length === 0)) continue;
    const blank = bare.slice(0, bare.length - content.length);
    if (/[^ ]/.test(blank)) throw badLine(source, i + 1, "found a tab before the text, expected spaces");
    if (/^(---|\.\.\.)/.test(content)) throw badLine(source, i + 1, "a second document begins, expected one");
    lines.push({ indent: blank.length, text: content, number: i + 1 });
  }
  return lines;
}

/** The line up to a `#` that stands outside quotes, at its start or behind a space. */
function withoutComment(line: string): string {
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    const before = i === 0 ? " " : line.charAt(i - 1);
    if (quote === '"' && char === "\\") i++;
    else if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'") && /[\s:,[{-]/.test(before)) quote = char;
    else if (quote === "" && char === "#" && /\s/.test(before)) return line.slice(0, i);
  }
  return line;
}
