/** From the words of a command line to its flags. What is wrong is said without showing a value: it may be a key. @module */

import { nearestHint } from "../config/nearest.ts";
import { quoted } from "../config/wrong.ts";
import type { Option } from "./options.ts";
import { parseArgs, type Parsed } from "./std.ts";

/** The command line is wrong; the message is one sentence. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What was given on a command line, by the flags' long names. */
export interface Given {
  /** Flags with their values. */
  readonly values: Readonly<Record<string, string>>;
  /** Flags without one. */
  readonly switches: ReadonlySet<string>;
  /** The other words. */
  readonly rest: readonly string[];
}

/** Reads the words behind a command. */
export function readFlags(argv: readonly string[], options: readonly Option[]): Given {
  const unknown: string[] = [];
  const parsed = parse(argv, options, unknown);
  const values = Object.fromEntries(options.filter((option) => !option.isSwitch).flatMap((o) => valueOf(o, parsed)));
  // Only now: a key that begins with a hyphen looks like unknown flags, and must not be shown.
  if (unknown[0] !== undefined) throw unknownFlag(unknown[0], options);
  const switches = options.filter((option) => option.isSwitch && parsed[option.name] === true);
  return { values, switches: new Set(switches.map((option) => option.name)), rest: parsed._ };
}

/** What the parser makes of the words, the unknown flags set apart. */
function parse(argv: readonly string[], options: readonly Option[], unknown: string[]): Parsed {
  const valued = options.filter((option) => !option.isSwitch).map((option) => option.name);
  return parseArgs(argv, {
    string: [...valued, "_"],
    boolean: options.filter((option) => option.isSwitch).map((option) => option.name),
    collect: valued,
    alias: Object.fromEntries(options.map((option) => [option.name, option.also ?? []])),
    unknown(arg, key) {
      if (key === undefined) return true;
      unknown.push(arg.startsWith("--") ? `--${key}` : `-${key}`);
      return false;
    },
  });
}

/** A flag with its one value, or nothing when it was not given. */
function valueOf({ name, mayBeBare }: Option, parsed: Parsed): [string, string][] {
  const values = parsed[name];
  if (!Array.isArray(values) || values.length === 0) return [];
  const value: unknown = values[0];
  if (typeof value !== "string" || (values.includes("") && !mayBeBare)) {
    throw new UsageError(
      `Cannot read the command line: --${name} needs a value (one that begins with a hyphen is written --${name}=VALUE)`,
    );
  }
  if (values.length > 1) throw new UsageError(`Cannot read the command line: --${name} stands there more than once`);
  return [[name, value]];
}

/** The error for a flag that does not exist. */
function unknownFlag(flag: string, options: readonly Option[]): UsageError {
  const names = options.flatMap((option) => [option.name, ...(option.also ?? []).filter((name) => name.length > 1)]);
  const hint = flag.startsWith("--") ? nearestHint(flag.slice(2), names, "--") : "";
  return new UsageError(`Cannot read the command line: ${quoted(flag)} is not a known flag${hint}`);
}
