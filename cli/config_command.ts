/** `umbra config`: config files looked at, written in other dialects, and described for editors. @module */

import { answered } from "./answer.ts";
import { readFlags, UsageError } from "./flags.ts";
import { CONFIG_HELP } from "./help.ts";
import { CONFIG_OPTIONS } from "./options.ts";
import type { Command, Program } from "./program.ts";

/** What it can do, each loaded when it is asked for. */
const ACTIONS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["check", async () => (await import("./config_check.ts")).configCheck],
  ["convert", async () => (await import("./config_convert.ts")).configConvert],
  ["schema", async () => (await import("./config_schema.ts")).configSchema],
]);

/** Runs the action that the first word names. */
export async function config(argv: readonly string[], program: Program): Promise<number> {
  const [word = "", ...rest] = argv;
  const load = ACTIONS.get(word);
  if (load === undefined) {
    if (answered(readFlags(argv, CONFIG_OPTIONS), CONFIG_HELP, program.host)) return 0;
    throw new UsageError("Cannot read the command line: umbra config takes check, convert or schema first");
  }
  if (answered(readFlags(rest, CONFIG_OPTIONS), CONFIG_HELP, program.host)) return 0;
  return await (await load())(rest, program);
}
