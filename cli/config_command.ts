/** `umbra config`: config files looked at, written in other dialects, and described for editors. @module */

import { type Actions, runAction } from "./actions.ts";
import { CONFIG_HELP } from "./help.ts";
import { CONFIG_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

const CONFIG: Actions = {
  name: "config",
  load: new Map([
    ["check", async () => (await import("./config_check.ts")).configCheck],
    ["convert", async () => (await import("./config_convert.ts")).configConvert],
    ["schema", async () => (await import("./config_schema.ts")).configSchema],
  ]),
  options: CONFIG_OPTIONS,
  help: CONFIG_HELP,
};

/** Runs the action that the first word names. */
export function config(argv: readonly string[], program: Program): Promise<number> {
  return runAction(argv, CONFIG, program);
}
