/** Descriptors that are kept from connections and associations. @module */

import { expectDescriptor } from "./descriptors.ts";
import { describedError, type SocketError } from "./errors.ts";
import { openSockets } from "./live.ts";
import { openFilesLimit } from "./open_files.ts";

/** Descriptors that no socket gets: files are read by them, modules loaded, and names looked up. */
const RESERVE = 32;
/** The part of all that are free which the reserve takes at most. */
const SHARE = 1 / 4;

let spare: number | undefined;

/** Whether only the reserve is left. */
export function descriptorsAreShort(): boolean {
  return openSockets() > (spare ??= countSpare());
}

/** What fails for want of a descriptor. */
export function shortOfDescriptors(action: string): SocketError {
  return describedError(action, "descriptors", undefined);
}

/** How many sockets fit beside what the process had open when it was first asked; without end where that cannot be known. */
function countSpare(): number {
  const limit = openFilesLimit();
  if (limit === null) return Infinity;
  // The lowest free number is about as much as there are open.
  const free = limit - expectDescriptor();
  return openSockets() + free - Math.min(RESERVE, Math.ceil(free * SHARE));
}
