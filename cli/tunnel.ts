/** `umbra tunnel`. @module */

import { tunnelConfig } from "../config/client_config.ts";
import { requireTargets } from "../config/local_entry.ts";
import { type ClientCommand, runClient } from "./client.ts";
import { TUNNEL_HELP } from "./help.ts";
import { TUNNEL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

const TUNNEL: ClientCommand = {
  role: "tunnel",
  options: TUNNEL_OPTIONS,
  help: TUNNEL_HELP,
  require: requireTargets,
  build: tunnelConfig,
};

/** Serves a tunnel to one target until a signal. */
export function tunnel(argv: readonly string[], program: Program): Promise<number> {
  return runClient(TUNNEL, argv, program);
}
