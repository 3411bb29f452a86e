/** `umbra server`. @module */

import { overlay } from "../config/overlay.ts";
import type { Parts } from "../config/parts.ts";
import { serverConfig } from "../config/server_config.ts";
import { needsPassword } from "../config/server_entry.ts";
import { quoted } from "../config/wrong.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import type { Service } from "../service/mod.ts";
import { announce, readShowing } from "./announce.ts";
import { answered } from "./answer.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { SERVER_HELP } from "./help.ts";
import { logOf } from "./log.ts";
import { SERVER_OPTIONS } from "./options.ts";
import { oldClientsHint } from "./old_clients.ts";
import { answeredDaemon } from "./own_daemon.ts";
import type { Program } from "./program.ts";
import { runConfig } from "./run_config.ts";
import { readSaid } from "./said.ts";
import { askingOnce, findSecret, secretFromEnvironment } from "./secret.ts";
import { keepState, statePath } from "./state.ts";

/** What is known of the server, and where the key is kept if it is one that we made. */
interface Chosen {
  readonly parts: Parts;
  readonly stateFile?: string;
}

/** Runs a server until a signal. */
export async function server(argv: readonly string[], program: Program): Promise<number> {
  const { host } = program;
  const given = readFlags(argv, SERVER_OPTIONS);
  if (answered(given, SERVER_HELP, host)) return 0;
  refuseWords(given);
  const log = logOf(given, host);
  const asking = askingOnce(host);
  const asked = { ...program, host: asking };
  const configFor = async (log: Log) => serverConfig((await choose(given, asking, log)).parts);
  const daemon = await answeredDaemon(given, "server", asked, configFor);
  if (daemon !== null) return daemon;
  const showing = readShowing(given, host);
  const { parts, stateFile } = await choose(given, asking, log);
  const config = serverConfig(parts);
  if (stateFile !== undefined) log.event("info", "own-key", { file: stateFile });
  const ready = async (service: Service) => {
    if (stateFile !== undefined || showing.wanted) await announce(config.servers, service, showing, host);
    if (stateFile !== undefined) host.print(oldClientsHint(config.servers, service, stateFile));
  };
  const reload = given.values.config === undefined ? undefined : () => configFor(log);
  return await runConfig({ config, role: "server", given, log, ready, reload }, asked);
}

/** What file and flags say, with a key from where there is one. */
async function choose(given: Given, host: Host, log: Log): Promise<Chosen> {
  const parts = await withSecret(await readSaid(given, "server", host, log), given, host);
  if (!needsPassword(parts) || given.values.config !== undefined) {
    refuseState(given);
    return { parts };
  }
  const file = statePath(given.values.state, host);
  const state = await keepState(file, parts.method, host);
  const where = { source: `the state file ${quoted(file)}`, key: "password" };
  return { parts: overlay(parts, { ...state, at: { password: where } }), stateFile: file };
}

/** The same with a key from the environment, and for a config file from the terminal, where there is none yet. */
async function withSecret(parts: Parts, { values }: Given, host: Host): Promise<Parts> {
  if (!needsPassword(parts)) return parts;
  return overlay(parts, values.config === undefined ? secretFromEnvironment(host) : await findSecret(host));
}

/** A state file that would not be read is not passed over in silence. */
function refuseState({ values }: Given): void {
  if (values.state === undefined) return;
  throw new UsageError(
    "Cannot read the command line: --state is for a key of its own, " +
      "and --password, a config file or the environment gives one",
  );
}

/** The server takes flags alone. Words are not shown: a key with a space in it would be one. */
function refuseWords({ rest }: Given): void {
  if (rest.length === 0) return;
  throw new UsageError(`Cannot read the command line: umbra server takes flags alone, found ${rest.length} more`);
}
