/** `--daemon start|stop|restart` of our own commands. @module */

import type { Role } from "../config/keys.ts";
import type { Config, LifeConfig } from "../config/types.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { goToBackground, inBackground } from "./background.ts";
import { checkDaemonCommand, stopDaemon } from "./daemon.ts";
import type { Given } from "./flags.ts";
import { RunLog } from "./log.ts";
import type { Program } from "./program.ts";
import { readSaid } from "./said.ts";
import { graceOf } from "./serve.ts";

/**
 * Does what is asked of the background: the exit code, or null where the program is to serve.
 *
 * @param read gives the config that is to be served: one that cannot be used must not end what runs
 */
export async function answeredDaemon(
  given: Given,
  role: Role,
  { host }: Program,
  read: (log: Log) => Promise<Config>,
): Promise<number | null> {
  const word = given.values.daemon;
  if (word === undefined || inBackground(host)) return null;
  const command = checkDaemonCommand(word, "--daemon");
  // What is to be remarked upon is said by the program that goes there.
  const silent = new RunLog("error", () => {});
  const { life } = command === "stop" ? await readSaid(given, role, host, silent) : await read(silent);
  if (command !== "start") host.print(`${await stopDaemon(pidFileOf(life, role, host), graceOf(life), host)}\n`);
  return command === "stop" ? 0 : await goToBackground(host);
}

/** How a run of ours lives, with what `--daemon` adds to the config. */
export function lifeOf({ values }: Given, life: LifeConfig | undefined, role: Role, host: Host): LifeConfig {
  if (values.daemon === undefined) return life ?? {};
  return { ...life, background: true, pidFile: pidFileOf(life, role, host) };
}

/** Where the process id is kept, unless told: in the user's own folder, or in the system's. */
function pidFileOf(life: LifeConfig | undefined, role: Role, host: Host): string {
  return life?.pidFile ?? `${host.env("XDG_RUNTIME_DIR") || "/var/run"}/umbra-${role}.pid`;
}
