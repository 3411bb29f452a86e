/** What a file that we wrote is read as. @module */

import { localConfig, serverConfig } from "../../../config/build.ts";
import type { Dialect } from "../../../config/dialect.ts";
import { dialectDefaults } from "../../../config/dialect_defaults.ts";
import { readConfigText } from "../../../config/file.ts";
import { overlay } from "../../../config/parts.ts";
import type { Config } from "../../../config/types.ts";
import { fileText, type Keys } from "../../../config/write/keys.ts";

/** The config, and what is said of its keys. */
export interface ReadAgain {
  config: Config;
  warnings: string[];
}

/** The file as a server, or as a client, of a dialect reads it. */
export function readAgain(keys: Keys, side: "server" | "local", dialect: Dialect): ReadAgain {
  const { parts, warnings } = readConfigText(fileText(keys), "c.json", side, dialect);
  const whole = overlay(dialectDefaults(dialect, side), parts);
  return { config: side === "server" ? serverConfig(whole) : localConfig(whole), warnings };
}
