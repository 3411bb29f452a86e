/** Whether a process lives, by its id alone. @module */

import { kill } from "node:process";

/** Whether there is a process of this id: signal 0 asks, and sends nothing. */
export function isAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
