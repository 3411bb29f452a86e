/** `umbra keygen`. @module */

import { checkMethod } from "../config/check.ts";
import { DEFAULT_METHOD } from "../config/defaults.ts";
import { knownMethod } from "../config/method_choice.ts";
import type { MethodRow } from "../crypto/methods.ts";
import { generateKey } from "../crypto/psk.ts";
import { answered } from "./answer.ts";
import { readFlags, UsageError } from "./flags.ts";
import { KEYGEN_HELP } from "./help.ts";
import { KEYGEN_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

/** Prints a key, and nothing else, so that its output can be used in a command line. */
export function keygen(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, KEYGEN_OPTIONS);
  if (!answered(given, KEYGEN_HELP, host)) host.print(`${generateKey(methodFor(given.rest))}\n`);
  return Promise.resolve(0);
}

/** The method that is named, or the default. */
function methodFor(words: readonly string[]): MethodRow {
  if (words.length > 1) {
    throw new UsageError(`Cannot read the command line: umbra keygen takes one method, found ${words.length}`);
  }
  const name = words[0] ?? DEFAULT_METHOD;
  const row = knownMethod(checkMethod(name, { source: "the command line", key: "METHOD" }));
  if (row.keySize > 0) return row;
  const reason = row.kind === "none" ? "it needs none" : "it protects nothing, whatever its password";
  throw new UsageError(`Cannot make a key for ${row.name}: ${reason}, expected a method with a key`);
}
