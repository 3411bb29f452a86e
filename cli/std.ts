/** `parseArgs` of @std/cli, which ships no types here, under declarations of our own. @module */

// @ts-ignore the package carries no declarations: what is imported is `any` on Deno and an error under tsc
import * as untyped from "#std/parse-args";

/** The options of `parseArgs` that are used. */
export interface ParseOptions {
  /** Flags that take a value. */
  string: readonly string[];
  /** Flags that take none. */
  boolean: readonly string[];
  /** Flags whose values are gathered in a list. */
  collect: readonly string[];
  /** Other names of flags. */
  alias: Readonly<Record<string, readonly string[]>>;
  /** Asked about each word that is no known flag; `false` leaves it out. `key` is absent for a plain word. */
  unknown(arg: string, key?: string): boolean;
}

/** What `parseArgs` gives with these options: each value under every name of its flag, and the plain words. */
export type Parsed = Record<string, unknown> & { _: string[] };

/** The part of @std/cli/parse-args that is used. */
interface ParseArgs {
  parseArgs(args: readonly string[], options: ParseOptions): Parsed;
}

const typed: ParseArgs = untyped;

/** Takes a command line apart. */
export const parseArgs: ParseArgs["parseArgs"] = typed.parseArgs;
