/** What a command line of another family says, with the config file that it names or that is looked for. @module */

import { withCredentials } from "../../config/credentials_file.ts";
import { dialectDefaults } from "../../config/dialect_defaults.ts";
import type { Environment } from "../../config/environment.ts";
import { type FileParts, readConfigText, readConfigValue } from "../../config/file.ts";
import { overlay } from "../../config/overlay.ts";
import type { Parts } from "../../config/parts.ts";
import { ConfigError } from "../../config/types.ts";
import { readLink } from "../../config/url.ts";
import type { Host } from "../../net/types.ts";
import { readFileText } from "../config_file.ts";
import { checkForbidden } from "./checks.ts";
import { FAMILIES, type Foreign } from "./family.ts";
import { type FamilyRole, flagsOf } from "./flag.ts";
import { getopt } from "./getopt.ts";
import { type FamilyGiven, readGiven } from "./given.ts";
import { findConfig } from "./search.ts";

/** What was said. */
export interface Said {
  /** The flags by themselves. */
  readonly given: FamilyGiven;
  /** The config file that was read. */
  readonly file: string | undefined;
  /** File and flags together, over what the family does unless told. */
  readonly parts: Parts;
  /** One sentence for each thing that is accepted and not used. */
  readonly remarks: readonly string[];
}

/** The flags of a command line. */
export interface Line {
  /** What they say. */
  readonly given: FamilyGiven;
  /** How many words are no flags. */
  readonly others: number;
  /** Whether nothing at all was said. */
  readonly isBare: boolean;
}

/**
 * Reads the flags of a command line.
 *
 * @throws {UsageError} when one is not known, or refused.
 */
export function readLine(words: readonly string[], role: FamilyRole, dialect: Foreign): Line {
  const { flags, habits } = FAMILIES[dialect];
  const { flags: found, rest } = getopt(words, flagsOf(flags, role), habits);
  return { given: readGiven(found), others: rest.length, isBare: words.length === 0 };
}

/**
 * Reads the file and lays the flags over it.
 *
 * @throws {ConfigError} when one of them is wrong.
 */
export async function readSaid(line: Line, role: FamilyRole, dialect: Foreign, host: Host): Promise<Said> {
  const { given, others } = line;
  if (dialect === "python") checkForbidden(given.settings.forbidden_ip);
  const file = given.deeds.get("config") ?? await findConfig(line, role, dialect, host);
  const fromFile = await readFile(file, role, dialect, host);
  const { parts: flags, warnings } = readFlags(given, role, dialect, (name) => host.env(name));
  const ignored = others === 0 ? [] : [`${others} words of the command line are not used: expected flags alone`];
  return {
    given,
    file,
    parts: overlay(overlay(dialectDefaults(dialect, role), fromFile.parts), overFile(fromFile.parts, flags)),
    remarks: [...fromFile.warnings, ...given.unused, ...warnings, ...ignored],
  };
}

/** What the file says, and the file of users that it may name. */
async function readFile(
  file: string | undefined,
  role: FamilyRole,
  dialect: Foreign,
  host: Host,
): Promise<FileParts> {
  if (file === undefined) return { parts: {}, warnings: [] };
  const env = (name: string) => host.env(name);
  const { parts, warnings } = readConfigText(await readFileText(file, host), file, role, dialect, env);
  return { parts: await withCredentials(parts, (path) => readFileText(path, host)), warnings };
}

/** The flags as a config of their own. What is wrong is said of the flag, and not of the key that it stands for. */
function readFlags(
  { settings, deeds, flagOf }: FamilyGiven,
  role: FamilyRole,
  dialect: Foreign,
  env: Environment,
): FileParts {
  const ofFlags = (text: string) =>
    text.replace(/(the command line: )(\w+)/, (_, before, key) => before + (flagOf.get(key) ?? key));
  try {
    const { parts, warnings } = readConfigValue(settings, "the command line", role, dialect, env);
    const link = deeds.get("link");
    return {
      parts: link === undefined ? parts : { ...parts, links: [readLink(link)] },
      warnings: warnings.map(ofFlags),
    };
  } catch (cause) {
    if (cause instanceof ConfigError) throw new ConfigError(ofFlags(cause.message), { cause });
    throw cause;
  }
}

/** The flags as they count over a file: `port_password` there counts before the port and password of a flag. */
function overFile(file: Parts, flags: Parts): Parts {
  if (file.portPassword === undefined) return flags;
  const { port: _port, ports: _ports, password: _password, ...rest } = flags;
  return rest;
}
