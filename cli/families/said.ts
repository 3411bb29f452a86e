/** What a command line of another family says, with the config file that it names or that is looked for. @module */

import { dialectDefaults } from "../../config/dialect_defaults.ts";
import { type FileParts, readConfigText, readConfigValue } from "../../config/file.ts";
import { overlay, type Parts } from "../../config/parts.ts";
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

/** The flags of a command line, and how many words are none of them. */
export function readWords(words: readonly string[], role: FamilyRole, dialect: Foreign) {
  const { flags, habits } = FAMILIES[dialect];
  const { flags: found, rest } = getopt(words, flagsOf(flags, role), habits);
  return { given: readGiven(found), others: rest.length };
}

/**
 * Reads the file and lays the flags over it.
 *
 * @throws {ConfigError} when one of them is wrong.
 */
export async function readSaid(
  words: readonly string[],
  role: FamilyRole,
  dialect: Foreign,
  host: Host,
): Promise<Said> {
  const { given, others } = readWords(words, role, dialect);
  if (dialect === "python") checkForbidden(given.settings.forbidden_ip);
  const file = given.deeds.get("config") ?? await findConfig(dialect, role, words.length === 0, given, host);
  const env = (name: string) => host.env(name);
  const fromFile: FileParts = file === undefined
    ? { parts: {}, warnings: [] }
    : readConfigText(await readFileText(file, host), file, role, dialect, env);
  const { parts: flags, warnings } = readConfigValue(given.settings, "the command line", role, dialect);
  const link = given.deeds.get("link");
  const upper = overFile(fromFile.parts, link === undefined ? flags : { ...flags, links: [readLink(link)] });
  const ignored = others === 0 ? [] : [`${others} words of the command line are not used: expected flags alone`];
  return {
    given,
    file,
    parts: overlay(overlay(dialectDefaults(dialect, role), fromFile.parts), upper),
    remarks: [...fromFile.warnings, ...given.unused, ...warnings, ...ignored],
  };
}

/** The flags as they count over a file: `port_password` there counts before the port and password of a flag. */
function overFile(file: Parts, flags: Parts): Parts {
  if (file.portPassword === undefined) return flags;
  const { port: _port, ports: _ports, password: _password, ...rest } = flags;
  return rest;
}
