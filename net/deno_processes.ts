/** What a program needs that lives on its own, on Deno. @module */

import { toHostError } from "./deno_errors.ts";
import { HostError } from "./errors.ts";
import { ownWords } from "./own_words.ts";
import type { AppendedFile, Background } from "./types.ts";

export { becomeUser } from "./become_user.ts";
export { leaveTerminal } from "./leave_terminal.ts";
export { notify } from "./deno_notify.ts";
export { monotonicTime } from "./notify.ts";
export { limitOpenFiles } from "./open_files.ts";
export { holdPidFile, isPidFileHeld } from "./pid_file.ts";
export { isAlive, terminate } from "./signal_process.ts";
export { sendToSystemLog } from "./system_log.ts";

/** Our process id. */
export function pid(): number {
  return Deno.pid;
}

/** Removes a file; false where that cannot be. */
export function remove(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Opens a file to add lines to it, and makes it where there is none. */
export function append(path: string): AppendedFile {
  const encoder = new TextEncoder();
  let file = open(path);
  return {
    write(text) {
      try {
        for (let rest = encoder.encode(text); rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
      } catch {
        // The disk is full, or the file is gone: nobody is there to be told.
      }
    },
    reopen() {
      const next = open(path);
      file.close();
      file = next;
    },
    close: () => file.close(),
  };
}

function open(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { append: true, create: true, mode: 0o640 });
  } catch (cause) {
    throw toHostError("write", path, cause);
  }
}

/** Starts the same program with the same words and one more variable, in a session of its own. */
export function startAgain(variables: Readonly<Record<string, string>>): Background {
  const [program = "", ...args] = wordsOfStart();
  const child = spawn(program, { args, env: variables, stdin: "null", stdout: "piped", detached: true });
  return {
    pid: child.pid,
    async output(sink) {
      const decoder = new TextDecoder();
      for await (const bytes of child.stdout) sink(decoder.decode(bytes, { stream: true }));
    },
    ended: async () => (await child.status).code,
    leave: () => child.unref(),
    kill: () => child.kill("SIGKILL"),
  };
}

function spawn(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  try {
    return new Deno.Command(program, options).spawn();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotCapable)) throw toHostError("run", program, cause);
    throw new HostError("permission", "Cannot go to the background: starting again needs --allow-run", { cause });
  }
}

/** The words that started this process, the runtime's own among them. */
function wordsOfStart(): string[] {
  const words = ownWords();
  // The name counts, and may be that of a link to the executable.
  if (Deno.build.standalone) return words ?? [Deno.execPath(), ...Deno.args];
  if (words !== null) return [Deno.execPath(), ...words.slice(1)];
  throw new HostError("other", "Cannot go to the background: how the program was started is not to be found");
}
