/** How many descriptors the process may still open. @module */

import { readdirSync, readFileSync } from "node:fs";
import { describedError, type SocketError } from "./errors.ts";
import { openSockets } from "./live.ts";

/** Descriptors that are never given to a connection: for accepting and refusing, and for files. */
const RESERVE = 32;

let spare: number | undefined;

/** Whether only the reserve is left. */
export function descriptorsAreShort(): boolean {
  return openSockets() > (spare ??= countSpare());
}

/** What fails for want of a descriptor. */
export function shortOfDescriptors(action: string): SocketError {
  return describedError(action, "descriptors", undefined);
}

/** How many sockets fit beside what the process had open when it was first asked. */
function countSpare(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    const used = readdirSync("/proc/self/fd").length - openSockets();
    return limit === undefined ? Infinity : Number(limit) - used - RESERVE;
  } catch {
    // Not Linux: the limit cannot be asked for without native code.
    return Infinity;
  }
}
