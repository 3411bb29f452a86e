/** Our own client and server, in front of or behind a peer. @module */

import type { ServerEntry } from "../../config/types.ts";
import { type Service, start } from "../../service/mod.ts";
import { configOf, KeptLog } from "../behaviour/wiring.ts";

/** What a server is asked to serve; its port is the system's choice. */
export type Served = Omit<ServerEntry, "host" | "port">;

/** Runs the body with a server of ours; it is given its port and its log. */
export async function withOurServer(
  served: Served,
  body: (port: number, log: KeptLog) => Promise<void>,
): Promise<void> {
  const server = { host: "127.0.0.1", port: 0, ...served };
  const log = new KeptLog();
  await withService(start(configOf({ servers: [server], allowLegacy: true }), log), (port) => body(port, log));
}

/** Runs the body with a client of ours in front of a server; it is given the SOCKS5 port. */
export function withOurLocal(
  served: Served,
  serverPort: number,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const server = { host: "127.0.0.1", port: serverPort, ...served };
  const local = { host: "127.0.0.1", port: 0, protocol: "socks" as const, servers: [server] };
  return withService(start(configOf({ locals: [local], allowLegacy: true }), new KeptLog()), body);
}

async function withService(starting: Promise<Service>, body: (port: number) => Promise<void>): Promise<void> {
  const service = await starting;
  try {
    await body(service.listeners[0]!.port);
  } finally {
    await service.stop(0);
  }
}
