/** The system's log, where there is one: a socket of the file system that takes a datagram a line. @module */

import { notify } from "./notify.ts";

/** Where it is. */
const PATH = "/dev/log";

/** Sends a line to it, without waiting; false where there is none, or it does not keep up. */
export function sendToSystemLog(line: string): boolean {
  return notify(PATH, line);
}
