/** `umbra config schema`. @module */

import { UsageError } from "./flags.ts";
import { schemaText } from "../config/schema.ts";
import type { Program } from "./program.ts";

/** Prints the JSON Schema of config files, and nothing else, so that it can be put into a file. */
export function configSchema(argv: readonly string[], { host }: Program): Promise<number> {
  if (argv.length > 0) {
    throw new UsageError(`Cannot read the command line: umbra config schema takes nothing, found ${argv.length}`);
  }
  host.print(schemaText());
  return Promise.resolve(0);
}
