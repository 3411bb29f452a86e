/** What `umbra local`, `umbra tunnel` and `umbra dns` have in common: a client from its words to its end. @module */

import { overlay } from "../config/overlay.ts";
import type { Parts } from "../config/parts.ts";
import { needsPassword } from "../config/server_entry.ts";
import type { Config } from "../config/types.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { answered } from "./answer.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { logOf } from "./log.ts";
import type { Option } from "./options.ts";
import { answeredDaemon } from "./own_daemon.ts";
import type { Program } from "./program.ts";
import { runConfig } from "./run_config.ts";
import { readSaid } from "./said.ts";
import { askingOnce, findSecret } from "./secret.ts";

/** What one command of clients is. */
export interface ClientCommand {
  /** Its name. */
  readonly role: "local" | "tunnel" | "dns";
  /** Its flags. */
  readonly options: readonly Option[];
  /** What `--help` prints. */
  readonly help: string;
  /** Throws where something is missing that nobody need be asked a key for. */
  require?(parts: Parts): void;
  /** From what was said to the config. */
  build(parts: Parts): Config;
}

/** Runs a client until a signal. */
export async function runClient(command: ClientCommand, argv: readonly string[], program: Program): Promise<number> {
  const { host } = program;
  const given = readFlags(argv, command.options);
  if (answered(given, command.help, host)) return 0;
  refuseWords(given, command);
  const log = logOf(given, host);
  const asking = askingOnce(host);
  const asked = { ...program, host: asking };
  const configFor = async (log: Log) => command.build(await choose(given, command, asking, log));
  const daemon = await answeredDaemon(given, command.role, asked, configFor);
  if (daemon !== null) return daemon;
  const config = await configFor(log);
  const reload = given.values.config === undefined ? undefined : () => configFor(log);
  return await runConfig({ config, role: command.role, given, log, reload }, asked);
}

/** What file, flags and links say, with a key from the environment or the terminal where they hold none. */
async function choose(given: Given, command: ClientCommand, host: Host, log: Log): Promise<Parts> {
  const parts = await readSaid(given, command.role, host, log);
  command.require?.(parts);
  const named = parts.places ?? parts.servers;
  return named && needsPassword(parts) ? overlay(parts, await findSecret(host)) : parts;
}

/** A client takes links beside its flags. Other words are not shown: a key with a space in it would be one. */
function refuseWords({ rest }: Given, { role }: ClientCommand): void {
  const others = rest.filter((word) => !/^\s*ss:\/\//i.test(word));
  if (others.length === 0) return;
  throw new UsageError(
    `Cannot read the command line: umbra ${role} takes flags and links (ss://…), found ${others.length} other`,
  );
}
