/** Whether Deno's sockets are ours: see `linux/`. @module */

import { hasOwnSockets } from "./linux/calls.ts";
import { isAddress } from "./linux/socket.ts";

let owned: boolean | undefined;

/** Whether a socket at this host is one of our own; a name is the runtime's to resolve. */
export function canOwn(host: string): boolean {
  return (owned ??= mayOwn()) && isAddress(host);
}

/**
 * Nobody asks about what native code opens: all of the network must be permitted. And nobody closes it when a thread
 * dies, so that the threads beside the first have the runtime's sockets.
 */
function mayOwn(): boolean {
  const isThread = "DedicatedWorkerGlobalScope" in globalThis;
  return !isThread && Deno.permissions.querySync({ name: "net" }).state === "granted" && hasOwnSockets();
}
