/** How a command of another family goes to the background, and comes back from there. @module */

import type { LifeConfig } from "../../config/types.ts";
import { checkDaemonCommand, type DaemonCommand, stopDaemon } from "../daemon.ts";
import { MESSAGE } from "./lines.ts";
import type { FamilyRun } from "./run_family.ts";
import type { Said } from "./said.ts";
import type { Foreign } from "./family.ts";

/** Where the Python program keeps its process id and its log, unless told. */
const PYTHON_FILES = { pidFile: "/var/run/shadowsocks.pid", logFile: "/var/log/shadowsocks.log" };

/** What is asked of the background. */
export interface Daemon {
  /** The command for it, where it is asked for by one. */
  readonly command: DaemonCommand | undefined;
  /** Whether the program goes there. */
  readonly background: boolean;
  /** How it lives. */
  readonly life: LifeConfig;
  /** Where the log goes there. */
  readonly logFile: string | undefined;
}

/** What flags and file ask of the background. */
export function daemonOf({ given: { deeds }, parts }: Said, dialect: Foreign): Daemon {
  const word = deeds.get("daemon-command");
  const command = word === undefined ? undefined : checkDaemonCommand(word, "-d");
  const ownFile = deeds.get("background-with-pid-file");
  const background = command !== undefined || ownFile !== undefined || deeds.has("background") ||
    parts.life?.background === true;
  const pidFile = ownFile ?? parts.life?.pidFile;
  // In the foreground the Python program writes no files.
  if (dialect === "python" && !background) {
    const { pidFile: _pidFile, ...life } = parts.life ?? {};
    return { command, background, life, logFile: undefined };
  }
  const files = dialect === "python" ? PYTHON_FILES : { pidFile: undefined, logFile: undefined };
  const path = pidFile ?? files.pidFile;
  return {
    command,
    background,
    life: { ...parts.life, background, ...(path !== undefined && { pidFile: path }) },
    logFile: parts.log?.file ?? files.logFile,
  };
}

/** Ends what runs there, and says what came of it. */
export async function stopAsAsked({ life }: Daemon, { log, program: { host } }: FamilyRun): Promise<void> {
  const stopped = await stopDaemon(life.pidFile ?? PYTHON_FILES.pidFile, life.grace ?? 0, host);
  if (stopped === "stopped") host.print("stopped\n");
  else log.event("error", MESSAGE, { message: stopped });
}
