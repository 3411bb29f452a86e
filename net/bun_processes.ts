/** What a program needs that lives on its own, on Bun. @module */

import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import process from "node:process";
import { toHostError } from "./bun_errors.ts";
import { notify as notifyNatively } from "./notify.ts";
import { notifyByProgram } from "./notify_program.ts";
import type { AppendedFile, Background } from "./types.ts";

export { becomeUser } from "./become_user.ts";
export { leaveTerminal } from "./leave_terminal.ts";
export { monotonicTime } from "./notify.ts";
export { limitOpenFiles } from "./open_files.ts";
export { holdPidFile, isPidFileHeld } from "./pid_file.ts";
export { isAlive, terminate } from "./signal_process.ts";
export { sendToSystemLog } from "./system_log.ts";

/** Our process id. */
export function pid(): number {
  return process.pid;
}

/** Sends a state to systemd's socket at a path; false where that cannot be done. */
export async function notify(path: string, state: string): Promise<boolean> {
  return notifyNatively(path, state) || await notifyByProgram(path, state);
}

/** Removes a file; false where that cannot be. */
export function remove(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Opens a file to add lines to it, and makes it where there is none. */
export function append(path: string): AppendedFile {
  let descriptor = open(path);
  return {
    write(text) {
      try {
        writeSync(descriptor, text);
      } catch {
        // The disk is full, or the file is gone: nobody is there to be told.
      }
    },
    reopen() {
      const next = open(path);
      closeSync(descriptor);
      descriptor = next;
    },
    close: () => closeSync(descriptor),
  };
}

function open(path: string): number {
  try {
    return openSync(path, "a", 0o640);
  } catch (cause) {
    throw toHostError("write", path, cause);
  }
}

/** Starts the same program with the same words and more variables, in a session of its own. */
export function startAgain(variables: Readonly<Record<string, string>>): Background {
  const child = spawn({ ...process.env, ...variables });
  return {
    pid: child.pid,
    async output(sink) {
      const decoder = new TextDecoder();
      for await (const bytes of child.stdout) sink(decoder.decode(bytes, { stream: true }));
    },
    ended: () => child.exited,
    leave: () => child.unref(),
    kill: () => child.kill("SIGKILL"),
  };
}

function spawn(env: Record<string, string | undefined>) {
  try {
    return Bun.spawn(ourWords(), { env, stdin: "ignore", stdout: "pipe", stderr: "inherit", detached: true });
  } catch (cause) {
    throw toHostError("run", process.execPath, cause);
  }
}

/** The words that started this process; an executable of ours has its files inside, and takes none of them. */
function ourWords(): string[] {
  const [, file = "", ...words] = process.argv;
  const isInside = file.startsWith("/$bunfs/");
  // The name counts, and may be that of a link to the executable.
  return isInside ? [process.argv0, ...words] : [process.execPath, ...process.execArgv, file, ...words];
}
