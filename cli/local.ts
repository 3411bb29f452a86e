/** `umbra local`. @module */

import { localConfig, needsPassword } from "../config/build.ts";
import { overlay, type Parts } from "../config/parts.ts";
import type { Log } from "../relay/log.ts";
import { answered } from "./answer.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { LOCAL_HELP } from "./help.ts";
import { createLog, levelOf } from "./log.ts";
import { LOCAL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";
import { readSaid } from "./said.ts";
import { findSecret } from "./secret.ts";
import { graceOf, serve } from "./serve.ts";

/** Runs a client until a signal. */
export async function local(argv: readonly string[], program: Program): Promise<number> {
  const { host } = program;
  const given = readFlags(argv, LOCAL_OPTIONS);
  if (answered(given, LOCAL_HELP, host)) return 0;
  refuseWords(given);
  const log = createLog(levelOf(given), (line) => host.printError(line));
  const grace = graceOf(given);
  const config = localConfig(await choose(given, program, log));
  return await serve({ start: () => program.start(config, log), grace, log }, program);
}

/** What file, flags and links say, with a key from the environment or the terminal where they hold none. */
async function choose(given: Given, { host }: Program, log: Log): Promise<Parts> {
  const parts = await readSaid(given, "local", host, log);
  return parts.places && needsPassword(parts) ? overlay(parts, findSecret(host)) : parts;
}

/** The client takes links beside its flags. Other words are not shown: a key with a space in it would be one. */
function refuseWords({ rest }: Given): void {
  const others = rest.filter((word) => !/^\s*ss:\/\//i.test(word));
  if (others.length === 0) return;
  throw new UsageError(
    `Cannot read the command line: umbra local takes flags and links (ss://…), found ${others.length} other`,
  );
}
