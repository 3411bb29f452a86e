/** Whether Bun's sockets are ours: see `linux/`. @module */

import { hasOwnSockets } from "./linux/calls.ts";
import { isAddress } from "./linux/socket.ts";

/**
 * Whether a socket at this host is one of our own; a name is the runtime's to resolve. Nobody closes what native code
 * opened when a thread dies: the threads beside the first have the runtime's sockets.
 */
export function canOwn(host: string): boolean {
  return Bun.isMainThread && hasOwnSockets() && isAddress(host);
}
