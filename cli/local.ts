/** `umbra local`. @module */

import { localConfig } from "../config/client_config.ts";
import { type ClientCommand, runClient } from "./client.ts";
import { LOCAL_HELP } from "./help.ts";
import { LOCAL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

const LOCAL: ClientCommand = { role: "local", options: LOCAL_OPTIONS, help: LOCAL_HELP, build: localConfig };

/** Serves SOCKS5 to applications until a signal. */
export function local(argv: readonly string[], program: Program): Promise<number> {
  return runClient(LOCAL, argv, program);
}
