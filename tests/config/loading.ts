/** From a text to the config that a command would run with. @module */

import { dnsConfig, localConfig, tunnelConfig } from "../../config/client_config.ts";
import type { Dialect } from "../../config/dialect.ts";
import { dialectDefaults } from "../../config/dialect_defaults.ts";
import type { Environment } from "../../config/environment.ts";
import { readConfigText } from "../../config/file.ts";
import type { Role } from "../../config/keys.ts";
import { overlay } from "../../config/overlay.ts";
import { serverConfig } from "../../config/server_config.ts";
import type { Config } from "../../config/types.ts";

const BUILD = { server: serverConfig, local: localConfig, tunnel: tunnelConfig, dns: dnsConfig };

/** What a file means to a command of a dialect, and what is said of it. */
export function loadText(
  text: string,
  source: string,
  role: Role,
  dialect: Dialect,
  env?: Environment,
): { config: Config; warnings: string[] } {
  const { parts, warnings } = readConfigText(text, source, role, dialect, env);
  return { config: BUILD[role](overlay(dialectDefaults(dialect, role), parts)), warnings };
}

/** The same of a value, whose file is called c.json; nothing may be said of it. */
export function loadQuietly(value: unknown, role: Role, dialect: Dialect = "umbra"): Config {
  const { config, warnings } = loadText(JSON.stringify(value), "c.json", role, dialect);
  if (warnings.length > 0) throw new Error(`There was something to say: ${warnings.join("; ")}`);
  return config;
}
