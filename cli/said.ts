/** What the config file and the flags say together. @module */

import { readFlagValues } from "../config/dashed.ts";
import type { Dialect } from "../config/dialect.ts";
import { dialectDefaults } from "../config/dialect_defaults.ts";
import type { Role } from "../config/keys.ts";
import { overlay, type Parts } from "../config/parts.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { readConfigFile } from "./config_file.ts";
import type { Given } from "./flags.ts";

/** Both as one, above what the dialect does unless told; the words that are no flags are links. */
export async function readSaid(
  { values, switches, rest }: Given,
  role: Role,
  host: Host,
  log: Log,
  dialect: Dialect = "umbra",
): Promise<Parts> {
  const file = await readConfigFile(values.config, role, host, log, dialect);
  const flags = readFlagValues(values, rest, role, switches);
  const both = overlay(file, switches.has("allow-legacy") ? { ...flags, allowLegacy: true } : flags);
  return dialect === "umbra" ? both : overlay(dialectDefaults(dialect, role), both);
}
