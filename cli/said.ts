/** What the config file and the flags say together. @module */

import { checkChoice } from "../config/check.ts";
import { readFlagValues } from "../config/dashed.ts";
import { DIALECTS } from "../config/dialect.ts";
import { dialectDefaults } from "../config/dialect_defaults.ts";
import type { Role } from "../config/keys.ts";
import { overlay } from "../config/overlay.ts";
import type { Parts } from "../config/parts.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { readConfigFile } from "./config_file.ts";
import type { Given } from "./flags.ts";

/** Both as one, above what the file's dialect does unless told; the words that are no flags are links. */
export async function readSaid(
  { values, switches, rest }: Given,
  role: Role,
  host: Host,
  log: Log,
): Promise<Parts> {
  const where = { source: "the command line", key: "--dialect" };
  const dialect = checkChoice(values.dialect ?? "umbra", where, DIALECTS);
  // Only where it was asked for: a file of our own is what our own commands are given.
  if (values.dialect !== undefined) log.event("info", "dialect", { name: dialect });
  const file = await readConfigFile(values.config, role, host, log, dialect);
  const flags = readFlagValues(values, rest, role, switches);
  const both = overlay(file, switches.has("allow-legacy") ? { ...flags, allowLegacy: true } : flags);
  return dialect === "umbra" ? both : overlay(dialectDefaults(dialect, role), both);
}
