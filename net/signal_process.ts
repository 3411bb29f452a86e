/** Signals to other processes, by libc where it can be called: Deno's own way asks for a permission to run programs. @module */

import { nativeText, openLibcProcess } from "./libc_process.ts";

const SIGTERM = 15;

/** What came of a signal: the process has it, there is no such process, or it is not ours to signal. */
export type Signalled = "sent" | "gone" | "denied";

/** Asks a process to end, by SIGTERM; null where nothing here can. */
export function terminate(pid: number): Signalled | null {
  return signal(pid, SIGTERM);
}

/** Whether a process of this id lives; null where nothing here can tell. */
export function isAlive(pid: number): boolean | null {
  const found = signal(pid, 0);
  return found === null ? null : found !== "gone";
}

function signal(pid: number, number: number): Signalled | null {
  const libc = openLibcProcess();
  if (libc === null) return null;
  if (libc.kill(pid, number) === 0) return "sent";
  return libc.access(nativeText(`/proc/${pid}`), 0) === 0 ? "denied" : "gone";
}
