/** What a program of somebody else's starts: a service whose configs may leave out what holds for everybody. @module */

import type { Endpoint, Stream } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { type ClientOptions, connectTo } from "./client.ts";
import { completeConfig, type ReachedServer, type ServiceOptions } from "./complete.ts";
import { start } from "./start.ts";
import type { Change, Service } from "./types.ts";

/** A service that takes configs in their short form. */
export interface StartedService extends Omit<Service, "apply"> {
  /** Takes another config in the place of the one that runs; see {@linkcode Service.apply}. */
  apply(options: ServiceOptions): Promise<Change[]>;
}

/** Says nothing. */
const SILENT: Log = { level: "error", event() {} };

/**
 * Starts servers and ports for applications.
 *
 * @param log where events go: nowhere unless it is given
 * @throws {ConfigError} when the config is wrong; {@linkcode StartError} when a port or a provider cannot be had.
 */
export async function serve(options: ServiceOptions, log: Log = SILENT): Promise<StartedService> {
  const service = await start(completeConfig(options), log);
  return {
    get listeners() {
      return service.listeners;
    },
    counters: service.counters,
    apply: async (next) => await service.apply(completeConfig(next)),
    stop: (graceSeconds) => service.stop(graceSeconds),
    retire: () => service.retire(),
  };
}

/**
 * A connection to a target through a Shadowsocks server. Who dials often makes a client once, by {@linkcode connectTo}.
 *
 * @throws {ConfigError} when link, method or key is wrong; {@linkcode SocketError} when the server cannot be reached.
 */
export async function dial(server: ReachedServer, target: Endpoint, options?: ClientOptions): Promise<Stream> {
  const client = await connectTo(server, options);
  return await client.dial(target);
}
