/** How a run lives in its system: its pid file, its user, its descriptors, the background. @module */

import type { LifeConfig } from "../config/types.ts";
import { quoted } from "../config/wrong.ts";
import { HostError } from "../net/errors.ts";
import type { HeldPidFile, Host, Processes } from "../net/types.ts";
import { findUser, type SystemUser, USER_FILES } from "../net/users.ts";
import type { Log } from "../relay/log.ts";
import { StartError } from "../service/types.ts";
import { inBackground, leaveForBackground } from "./background.ts";

/** A run that does not live on its own needs nothing of all this. */
const PLAIN: LifeConfig = {};

/** What a run is lived with. */
export interface Living {
  /** How it is to live. */
  readonly life: LifeConfig | undefined;
  /** Where its log goes, when not to standard error: the background has no terminal. */
  readonly logFile: string | undefined;
  /** Where events go. */
  readonly log: Log;
  /** Files and processes. */
  readonly host: Host;
}

/**
 * Lives through a run, which calls `settle` once all its ports are open: then the process becomes its user, says its id,
 * and leaves the terminal where it is to.
 *
 * @throws {StartError} when it runs already, {@linkcode HostError} when the system refuses something.
 */
export async function live(living: Living, run: (settle: () => void) => Promise<number>): Promise<number> {
  const { life = PLAIN, host } = living;
  const background = life.background === true && inBackground(host);
  if (!background && life.pidFile === undefined && life.user === undefined && life.openFiles === undefined) {
    return await run(() => {});
  }
  const processes = await host.processes();
  if (life.openFiles !== undefined) allowOpenFiles(life.openFiles, processes, living.log);
  const user = life.user === undefined ? undefined : await readUser(life.user, host);
  const pidFile = await holdPidFile(life.pidFile, processes, host);
  try {
    return await run(() => {
      pidFile?.write(processes.pid());
      if (user !== undefined) become(user, processes, living.log);
      if (background) leaveForBackground(processes, host, living.logFile);
    });
  } finally {
    if (life.pidFile !== undefined) processes.remove(life.pidFile);
    pidFile?.release();
  }
}

/** More descriptors are a wish: what the system refuses is said, and the run goes on. */
function allowOpenFiles(count: number, processes: Processes, log: Log): void {
  try {
    processes.limitOpenFiles(count);
  } catch (cause) {
    if (!(cause instanceof HostError)) throw cause;
    log.event("warn", "open-files", { message: cause.message });
  }
}

/** The user, before anything is opened for him. */
async function readUser(name: string, host: Host): Promise<SystemUser> {
  const [passwd, group] = await Promise.all([
    host.readTextFile(USER_FILES.passwd),
    host.readTextFile(USER_FILES.group),
  ]);
  const user = findUser(name, { passwd, group });
  if (user !== null) return user;
  throw new StartError(`Cannot become the user ${quoted(name)}: ${USER_FILES.passwd} lists no such user`);
}

/** From now on there is no way back. */
function become(user: SystemUser, processes: Processes, log: Log): void {
  processes.becomeUser(user);
  log.event("info", "user", { name: user.name, uid: user.uid, gid: user.gid });
}

/** The pid file, ours alone. */
async function holdPidFile(path: string | undefined, processes: Processes, host: Host): Promise<HeldPidFile | null> {
  if (path === undefined) return null;
  const held = processes.holdPidFile(path);
  if (held !== null) return held;
  const other = (await host.readTextFile(path)).trim();
  throw new StartError(`Cannot start: already started${/^\d+$/.test(other) ? ` at pid ${other}` : ""}`);
}
