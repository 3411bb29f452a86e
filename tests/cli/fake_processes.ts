/** The processes of a world that is made up: pid files in a map, other processes by their ids. @module */

import { HostError } from "../../net/errors.ts";
import type { Background, Processes } from "../../net/types.ts";

/** Our own process id in that world. */
export const OUR_PID = 4242;

/** What differs from a world in which nobody else runs. */
export interface OtherProcesses {
  /** Ids of processes that live; a signal ends them. */
  living?: number[];
  /** Whether those that were told to end are still there. */
  linger?(): boolean;
  /** Processes that are not ours to signal. */
  foreign?: number[];
  /** Pid files that others hold. */
  held?: string[];
  /** Whether the system keeps a log. */
  systemLog?: boolean;
  /** Why becoming another user is refused. */
  notRoot?: boolean;
  /** What the program says, and how it ends, when it is started again; `ready` keeps it. */
  again?: { says: string; code?: number };
}

/** What was done to a world. */
export interface Deeds {
  /** The users that the program became. */
  users: string[];
  /** Signals, by process id. */
  terminated: number[];
  /** Limits of descriptors that were set. */
  limits: number[];
  /** What systemd was told, behind the path of its socket. */
  notified: string[];
  /** How often the program was started again, with which variables. */
  starts: string[];
  /** Lines that the system's log was sent. */
  logged: string[];
  /** What was written to pid files. */
  pids: number[];
  /** Where output went when the terminal was left; an empty text for nowhere. */
  left: string[];
}

/** The processes of a world whose files are these. */
export function fakeProcesses(others: OtherProcesses, files: Record<string, string>, deeds: Deeds): Processes {
  const refuse = (action: string, path: string) => {
    if (path.startsWith("/denied/")) {
      throw new HostError("permission", `Cannot ${action} ${path}: permission is denied`);
    }
  };
  return {
    pid: () => OUR_PID,
    notify(path, state) {
      deeds.notified.push(`${path} ${state}`);
      return Promise.resolve(!path.startsWith("/denied/"));
    },
    monotonicTime: () => 1_000_000n,
    becomeUser({ name }) {
      if (others.notRoot) throw new HostError("permission", `Cannot become the user ${name}: only root may`);
      deeds.users.push(name);
    },
    limitOpenFiles: (count) => void deeds.limits.push(count),
    holdPidFile(path) {
      refuse("write", path);
      if (others.held?.includes(path)) return null;
      files[path] ??= "";
      return {
        write(pid) {
          files[path] = String(pid);
          deeds.pids.push(pid);
        },
        release() {
          if (path in files) files[path] = "";
        },
      };
    },
    isPidFileHeld: (path) => others.held?.includes(path) ?? false,
    remove(path) {
      delete files[path];
      return true;
    },
    terminate(pid) {
      if (!others.living?.includes(pid)) return "gone";
      if (others.foreign?.includes(pid)) return "denied";
      deeds.terminated.push(pid);
      if (!others.linger) others.living = others.living.filter((other) => other !== pid);
      return "sent";
    },
    sendToSystemLog(line) {
      if (others.systemLog) deeds.logged.push(line);
      return others.systemLog ?? false;
    },
    isAlive: (pid) => (others.living?.includes(pid) ?? false) && (others.linger?.() ?? true),
    append(path) {
      refuse("write", path);
      files[path] ??= "";
      return { write: (text) => void (files[path] += text), reopen: () => void (files[path] ??= ""), close() {} };
    },
    startAgain(variables) {
      deeds.starts.push(Object.entries(variables).map(([name, value]) => `${name}=${value}`).join(" "));
      return again(others.again ?? { says: "\x04" });
    },
    leaveTerminal: (file = "") => void deeds.left.push(file),
  };
}

/** A second process that says what it is told to. */
function again({ says, code }: NonNullable<OtherProcesses["again"]>): Background {
  const ending = Promise.withResolvers<number>();
  if (code !== undefined) ending.resolve(code);
  return {
    pid: 4343,
    output(sink) {
      sink(says);
      return code === undefined ? new Promise(() => {}) : Promise.resolve();
    },
    ended: () => ending.promise,
    leave() {},
    kill: () => ending.resolve(137),
  };
}
