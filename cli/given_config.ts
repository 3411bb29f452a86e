/** A config that is looked at and not run: the file that a command line names, its flags laid over it. @module */

import { checkChoice } from "../config/check.ts";
import { dnsConfig, localConfig, tunnelConfig } from "../config/client_config.ts";
import { readFlagValues } from "../config/dashed.ts";
import { withCredentials } from "../config/credentials_file.ts";
import { type Dialect, DIALECTS } from "../config/dialect.ts";
import { dialectDefaults } from "../config/dialect_defaults.ts";
import { type FileParts, readConfigText } from "../config/file.ts";
import { guessRole } from "../config/guess_role.ts";
import type { Role } from "../config/keys.ts";
import { overlay } from "../config/overlay.ts";
import type { Parts } from "../config/parts.ts";
import { serverConfig } from "../config/server_config.ts";
import { needsPassword } from "../config/server_entry.ts";
import type { Config } from "../config/types.ts";
import type { Host } from "../net/types.ts";
import { readFileText } from "./config_file.ts";
import { type Given, UsageError } from "./flags.ts";
import { secretFromEnvironment } from "./secret.ts";

/** The commands that files are for. */
const ROLES: readonly Role[] = ["server", "local", "tunnel", "dns"];

/** From parts to what each command runs. */
const BUILD = { server: serverConfig, local: localConfig, tunnel: tunnelConfig, dns: dnsConfig };

/** What was read, and how. */
export interface GivenConfig {
  /** What it means. */
  readonly config: Config;
  /** The file's text; it may hold passwords. */
  readonly text: string;
  /** What the file says by itself. */
  readonly file: FileParts;
  /** Which command it was read for. */
  readonly role: Role;
  /** Whose meaning it was read with. */
  readonly dialect: Dialect;
}

/** The one word that is no flag. Words are not shown: a key with a space in it would be one. */
export function oneFile({ rest }: Given, command: string): string {
  const [path] = rest;
  if (path !== undefined && rest.length === 1) return path;
  throw new UsageError(`Cannot read the command line: ${command} takes one FILE, found ${rest.length}`);
}

/** Reads the file and the flags, with a key from the environment where they hold none. */
export async function readGivenConfig(path: string, given: Given, host: Host): Promise<GivenConfig> {
  const text = await readFileText(path, host);
  const dialect = chosen(given, "dialect", DIALECTS) ?? "umbra";
  const role = chosen(given, "role", ROLES) ?? guessRole(text, dialect);
  const file = readConfigText(text, path, role, dialect, (name) => host.env(name));
  const parts = await withCredentials(file.parts, (other) => readFileText(other, host));
  const said = overlay(parts, flagsOf(given, role));
  return { config: configOf(overlay(dialectDefaults(dialect, role), said), role, host), text, file, role, dialect };
}

/** The config that flags alone describe: that of a client of the server that they name. */
export function readFlagConfig(given: Given, host: Host): Config {
  return configOf(flagsOf(given, "local"), "local", host);
}

/** What the flags say; the other words are the caller's. */
function flagsOf({ values, switches }: Given, role: Role): Parts {
  const flags = readFlagValues(values, [], role, switches);
  return switches.has("allow-legacy") ? { ...flags, allowLegacy: true } : flags;
}

/** From all that was said to the config. */
function configOf(parts: Parts, role: Role, host: Host): Config {
  const whole = needsPassword(parts) ? overlay(parts, secretFromEnvironment(host)) : parts;
  return BUILD[role](whole);
}

/** The value of a flag that takes one of a few names. */
function chosen<T extends string>({ values }: Given, flag: string, names: readonly T[]): T | undefined {
  const value = values[flag];
  return value === undefined ? undefined : checkChoice(value, { source: "the command line", key: `--${flag}` }, names);
}
