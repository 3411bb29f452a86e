/** `--help` and `--version`, which any command answers and then ends. @module */

import type { Host } from "../net/types.ts";
import type { Given } from "./flags.ts";
import { VERSION_LINE } from "./version.ts";

/** Prints what was asked for; false when neither was. */
export function answered({ switches }: Given, help: string, host: Host): boolean {
  if (!switches.has("help") && !switches.has("version")) return false;
  host.print(switches.has("help") ? help : VERSION_LINE);
  return true;
}
