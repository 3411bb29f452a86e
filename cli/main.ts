/** The program on the runtime that it is started by. @module */

import * as host from "#net";
import type { Start } from "./program.ts";
import { run } from "./run.ts";

/** The service is loaded by the commands that serve. */
const start: Start = async (config, log) => (await import("../service/mod.ts")).start(config, log);

/** Runs the command line that the process was started with, and ends the process. */
export async function main(): Promise<never> {
  return host.exit(await run(host.args(), host, start));
}
