/** What is no peer's doing. @module */

import type { Log } from "../relay/log.ts";

/** Logs a fault of the program with its stack: whoever mends it needs that. The rest of the program goes on. */
export function logFault(log: Log, fault: unknown): void {
  log.event("error", "fault", { stack: fault instanceof Error ? fault.stack : String(fault) });
}
