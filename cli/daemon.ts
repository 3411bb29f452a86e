/** `start`, `stop` and `restart`: a program in the background, by its pid file. @module */

import { checkChoice } from "../config/check.ts";
import { HostError } from "../net/errors.ts";
import { sleep } from "../net/timers.ts";
import type { Host, Processes } from "../net/types.ts";
import { StartError } from "../service/types.ts";

/** What may be asked of a program in the background. */
export type DaemonCommand = "start" | "stop" | "restart";

/** The commands. */
const COMMANDS: readonly DaemonCommand[] = ["start", "stop", "restart"];

/** Seconds that a program gets to end, at least; and beyond the grace that its connections have. */
const STOP_LIMIT = 10;
const BEYOND_GRACE = 5;

/** Seconds between two looks whether it has. */
const LOOK = 0.05;

/** The command that a flag names. */
export function checkDaemonCommand(value: string, key: string): DaemonCommand {
  return checkChoice(value, { source: "the command line", key }, COMMANDS);
}

/** What came of stopping. */
export type Stopped = "stopped" | "not running";

/**
 * Ends the program whose id the pid file holds, and waits until it is gone.
 *
 * @param grace seconds that its connections get to end
 * @throws {StartError} when it does not end, or may not be told to; {@linkcode HostError} when the file is not readable.
 */
export async function stopDaemon(pidFile: string, grace: number, host: Host): Promise<Stopped> {
  const pid = await readPid(pidFile, host);
  if (pid === null) return "not running";
  const processes = await host.processes();
  // A process id is given again after a while: a pid file that nobody holds says nothing of who lives.
  if (!runs(pid, pidFile, processes)) return "not running";
  const signalled = processes.terminate(pid);
  if (signalled === "gone") return "not running";
  if (signalled !== "sent") throw new StartError(`Cannot stop pid ${pid}: it is not ours to stop`);
  await untilGone(pid, pidFile, Math.max(STOP_LIMIT, grace + BEYOND_GRACE), processes);
  processes.remove(pidFile);
  return "stopped";
}

/** The process id in the file; null where there is no file, or nothing in it. */
async function readPid(path: string, host: Host): Promise<number | null> {
  const text = await readIfThere(path, host);
  if (text.trim() === "") return null;
  if (/^\s*[1-9]\d{0,9}\s*$/.test(text)) return Number(text);
  throw new StartError(`Cannot stop what ${path} names: expected a process id in it`);
}

async function readIfThere(path: string, host: Host): Promise<string> {
  try {
    return await host.readTextFile(path);
  } catch (cause) {
    if (cause instanceof HostError && cause.kind === "not-found") return "";
    throw cause;
  }
}

/** Whether the process that made the file still runs. */
function runs(pid: number, pidFile: string, processes: Processes): boolean {
  return processes.isPidFileHeld(pidFile) ?? processes.isAlive(pid) ?? false;
}

/** Waits until the process is gone: one that nobody has buried holds no file. */
async function untilGone(pid: number, pidFile: string, seconds: number, processes: Processes): Promise<void> {
  for (let looks = 0; looks < seconds / LOOK; looks++) {
    if (processes.isAlive(pid) !== true || processes.isPidFileHeld(pidFile) === false) return;
    await sleep(LOOK);
  }
  throw new StartError(`Cannot stop pid ${pid}: timed out when stopping pid ${pid}`);
}
