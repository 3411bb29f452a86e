/** Runs the checks of sockets in a thread, whose sockets are the runtime's own, and says which of them have held. */

import { threadPort } from "#net";
import { closedAfter } from "../seam/leaks.ts";
import { SOCKET_CHECKS } from "./socket_checks.ts";
import { RESET_CHECKS } from "./stream_checks.ts";

const port = threadPort();

for (const { name, run } of [...SOCKET_CHECKS, ...RESET_CHECKS]) {
  await closedAfter(async () => await run())();
  port.post(name);
}
port.post("all");
