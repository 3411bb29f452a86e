/** Services that are given another config, and clients who notice what becomes of them. @module */

import { assertEquals } from "#test";
import type { Config, ServerEntry } from "../../config/types.ts";
import { type Change, type Service, start } from "../../service/mod.ts";
import { listenOrigin, type Origin, Peer } from "../behaviour/peer.ts";
import { configOf, KeptLog, localFor, through } from "../behaviour/wiring.ts";

/** A service under test, and where it is told to go from. */
export interface Reloading {
  readonly service: Service;
  readonly log: KeptLog;
  /** A target that sends every byte back. */
  readonly echo: Origin;
  /** The ports, in the config's order. */
  ports(): number[];
  /** Takes another config; what is not given is as in `quick`. */
  apply(parts: Partial<Omit<Config, "limits">>, limits?: Partial<Config["limits"]>): Promise<Change[]>;
}

/** Runs the body with a service of this config; these limits hold for the configs after it too. */
export async function withReloading(
  parts: Partial<Omit<Config, "limits">>,
  body: (running: Reloading) => Promise<void>,
  common: Partial<Config["limits"]> = {},
): Promise<void> {
  const log = new KeptLog("debug");
  const echo = await listenEcho();
  const service = await start(quick(parts, common), log);
  try {
    const ports = () => service.listeners.map(({ port }) => port);
    await body({
      service,
      log,
      echo,
      ports,
      apply: (parts, limits) => service.apply(quick(parts, { ...common, ...limits })),
    });
  } finally {
    await service.stop(0);
    await echo.close();
  }
  assertEquals(log.events.filter(({ name }) => name === "fault"), []);
}

/** A config under which a server soon lets go of those whose key it does not know. */
export function quick(parts: Partial<Omit<Config, "limits">>, limits: Partial<Config["limits"]> = {}): Config {
  return configOf(parts, { handshake: 1, ...limits });
}

/** A target that sends every byte back. */
export function listenEcho(): Promise<Origin> {
  return listenOrigin(async (peer) => {
    try {
      for (;;) await peer.send(await peer.take(1));
    } catch {
      peer.finish();
    }
  });
}

/** A connection through a client of ours to a server's port; the client lives as long as the body. */
export async function withClient(
  server: ServerEntry,
  target: { readonly port: number },
  body: (connection: Peer) => Promise<void>,
): Promise<void> {
  const service = await start(configOf({ locals: [localFor(server)] }), new KeptLog());
  try {
    const connection = await through({ port: service.listeners[0]!.port }, target.port);
    try {
      await body(connection);
    } finally {
      await connection.close();
    }
  } finally {
    await service.stop(0);
  }
}

/** Whether a byte comes back. */
export async function answers(connection: Peer): Promise<boolean> {
  try {
    await connection.send(Uint8Array.of(7));
    return (await connection.take(1))[0] === 7;
  } catch {
    return false;
  }
}

/** Whether a new connection by these keys is served. */
export async function serves(server: ServerEntry, target: { readonly port: number }): Promise<boolean> {
  let served = false;
  await withClient(server, target, async (connection) => {
    served = await answers(connection);
  });
  return served;
}

/** Whether a port takes connections. */
export async function accepts(port: number): Promise<boolean> {
  try {
    await (await Peer.connect(port)).close();
    return true;
  } catch {
    return false;
  }
}
