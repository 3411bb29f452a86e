/** What the config file and the flags say together. @module */

import { readFlagValues } from "../config/dashed.ts";
import type { Role } from "../config/keys.ts";
import { overlay, type Parts } from "../config/parts.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { readConfigFile } from "./config_file.ts";
import type { Given } from "./flags.ts";

/** Both as one; the words that are no flags are links. */
export async function readSaid({ values, switches, rest }: Given, role: Role, host: Host, log: Log): Promise<Parts> {
  const file = await readConfigFile(values.config, role, host, log);
  const flags = readFlagValues(values, rest, role, switches);
  return overlay(file, switches.has("allow-legacy") ? { ...flags, allowLegacy: true } : flags);
}
