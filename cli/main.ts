/** The program on the runtime that it is started by. @module */

import * as host from "#net";
import { start } from "../service/mod.ts";
import { run } from "./run.ts";

/** Runs the command line that the process was started with, and ends the process. */
export async function main(): Promise<never> {
  return host.exit(await run(host.args(), host, start));
}
