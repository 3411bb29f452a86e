/** What a command of another family says before it serves, and the config that comes of its words. @module */

import { localConfig, tunnelConfig } from "../../config/client_config.ts";
import { overlay } from "../../config/overlay.ts";
import type { Parts } from "../../config/parts.ts";
import { serverConfig } from "../../config/server_config.ts";
import { needsPassword } from "../../config/server_entry.ts";
import type { Config } from "../../config/types.ts";
import type { Level } from "../../relay/log.ts";
import { findSecret } from "../secret.ts";
import { missing, pythonWarnings, refuseSamplePassword, requireRest, requireServer } from "./checks.ts";
import { FAMILIES } from "./family.ts";
import { FORMS, MESSAGE } from "./lines.ts";
import type { FamilyRun } from "./run_family.ts";
import type { Said } from "./said.ts";

/**
 * Says what is to be said of the words and the file, in the order in which the families do.
 *
 * @throws {FamilyError} where something is missing, {@linkcode ConfigError} where something is wrong.
 */
export async function prepare(said: Said, run: FamilyRun): Promise<Config> {
  sayBefore(said, run);
  settleLines(said, run);
  remark(said, run);
  return await configOf(said.parts, run);
}

/** Says what is to be remarked upon. */
export function remark({ remarks }: Said, { log }: FamilyRun): void {
  for (const message of remarks) log.event("warn", "config", { message });
}

/** From here on the log is as loud as was asked, in the family's form. */
export function settleLines(said: Said, { log, dialect }: FamilyRun): void {
  log.level = levelOf(said);
  log.speak(said.given.deeds.has("without-time") ? FORMS[dialect].timeless : FORMS[dialect].lines);
}

/** What is said before the config counts: which file is read, with whose meaning; and what is wrong with the words. */
function sayBefore({ file, given, parts }: Said, { name, role, dialect, log }: FamilyRun): void {
  if (file !== undefined) log.event("info", MESSAGE, { message: `loading config from ${file}` });
  const isSilent = file === undefined && Object.keys(given.settings).length === 0 && given.deeds.size === 0;
  if (dialect === "python" && isSilent && given.loudness === 0) throw missing("config not specified");
  requireServer(parts, role, dialect);
  const { whose } = FAMILIES[dialect];
  log.event("info", MESSAGE, {
    message: `${name}: words and config are read as those of ${whose} (dialect ${dialect})`,
  });
}

/** The config, once all that the family asks for was said. */
export async function configOf(parts: Parts, { role, dialect, log, program: { host } }: FamilyRun): Promise<Config> {
  requireRest(parts, role, dialect);
  if (dialect === "python") {
    for (const message of pythonWarnings(parts)) log.event("warn", MESSAGE, { message });
    refuseSamplePassword(parts);
  }
  const whole = dialect === "rust" && needsPassword(parts) ? overlay(parts, await findSecret(host)) : parts;
  if (role === "server") return serverConfig(whole);
  return role === "tunnel" ? tunnelConfig(whole) : localConfig(whole);
}

/** The level that flags and file ask for. */
function levelOf({ given: { loudness }, parts }: Said): Level {
  if (loudness > 0) return "debug";
  if (loudness === 0) return parts.log?.level ?? "info";
  return loudness === -1 ? "warn" : "error";
}
