/** Runs the checks of UDP sockets in a process where native code may not be called, and says how many held. @module */

import { openLibc } from "../../net/libc.ts";
import { canBatch } from "../../net/message_layout.ts";
import { PACKET_CHECKS } from "./packet_checks.ts";

if (openLibc() !== null || canBatch()) throw new Error("Expected that native code may not be called");
for (const { name, run } of PACKET_CHECKS) {
  console.log(name);
  await run();
}
console.log(`held: ${PACKET_CHECKS.length}`);
