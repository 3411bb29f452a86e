/** Our own client and server, in front of or behind a peer. @module */

import type { ServerEntry } from "../../config/types.ts";
import { type Service, start } from "../../service/mod.ts";
import { configOf, KeptLog } from "../behaviour/wiring.ts";

/** What a server is asked to serve; its port is the system's choice. */
export type Served = Omit<ServerEntry, "host" | "port">;

/** A server of ours at work. */
export interface OurServer {
  readonly port: number;
  readonly log: KeptLog;
  /** What has passed through it. */
  readonly counters: Service["counters"];
}

/** Runs the body with a server of ours. */
export async function withOurServer(served: Served, body: (server: OurServer) => Promise<void>): Promise<void> {
  const entry = { host: "127.0.0.1", port: 0, ...served };
  const log = new KeptLog();
  const starting = start(configOf({ servers: [entry], allowLegacy: true }), log);
  await withService(starting, ({ listeners, counters }) => body({ port: listeners[0]!.port, log, counters }));
}

/** Runs the body with a client of ours in front of a server; it is given the SOCKS5 port. */
export function withOurLocal(
  served: Served,
  serverPort: number,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const server = { host: "127.0.0.1", port: serverPort, ...served };
  const local = { host: "127.0.0.1", port: 0, protocol: "socks" as const, servers: [server] };
  return withService(start(configOf({ locals: [local], allowLegacy: true }), new KeptLog()), ({ listeners }) => {
    return body(listeners[0]!.port);
  });
}

async function withService(starting: Promise<Service>, body: (service: Service) => Promise<void>): Promise<void> {
  const service = await starting;
  try {
    await body(service);
  } finally {
    await service.stop(0);
  }
}
