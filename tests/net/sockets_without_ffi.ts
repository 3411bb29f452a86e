/** Runs the checks of sockets in a process where native code may not be called, and says how many held. @module */

import { openLibc } from "../../net/libc.ts";
import { hasOwnSockets } from "../../net/linux/calls.ts";
import { SOCKET_CHECKS } from "./socket_checks.ts";

if (openLibc() !== null || hasOwnSockets()) throw new Error("Expected that native code may not be called");
for (const { name, run } of SOCKET_CHECKS) {
  console.log(name);
  await run();
}
console.log(`held: ${SOCKET_CHECKS.length}`);
