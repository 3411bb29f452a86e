/** A config as a program writes it: what holds for everybody need not be said. @module */

import {
  DEFAULT_LOCAL_DNS_PORT,
  DEFAULT_LOCAL_HOST,
  DEFAULT_LOCAL_PORT,
  DEFAULT_METHOD,
  DEFAULT_SERVER_HOST,
  DEFAULT_SERVER_PORT,
} from "../config/defaults.ts";
import { type Config, ConfigError, type LocalEntry, type ServerEntry } from "../config/types.ts";
import { readLink } from "../config/url.ts";
import { DEFAULT_LIMITS, type Limits } from "../relay/limits.ts";

/** A port of a server: on every address, 8388 and the method of new keys unless it says otherwise. */
export type ServerOptions = Partial<ServerEntry> & Pick<ServerEntry, "password">;

/** A server that is reached: a link (`ss://…`), or what it would say. */
export type ReachedServer = string | (Partial<ServerEntry> & Pick<ServerEntry, "host" | "password">);

/** A port for applications: SOCKS5 on 127.0.0.1:1080 unless it says otherwise. */
export type LocalOptions = Partial<Omit<LocalEntry, "servers">> & {
  /** The servers behind it; one is taken at random for each connection. */
  readonly servers: readonly ReachedServer[];
};

/** What a service is to be. */
export type ServiceOptions = Partial<Omit<Config, "servers" | "locals" | "limits" | "log" | "life">> & {
  /** Ports served as a Shadowsocks server. */
  readonly servers?: readonly ServerOptions[];
  /** Ports served for applications. */
  readonly locals?: readonly LocalOptions[];
  /** Waits and bounds that differ from {@linkcode DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
};

/**
 * The whole config.
 *
 * @throws {ConfigError} when a port, a link or a target is none.
 */
export function completeConfig({ servers = [], locals = [], limits, ...rest }: ServiceOptions): Config {
  return {
    crypto: "auto",
    ...rest,
    servers: servers.map((server) => entryOf({ host: DEFAULT_SERVER_HOST, ...server }, 0)),
    locals: locals.map(localOf),
    limits: { ...DEFAULT_LIMITS, ...limits },
  };
}

/**
 * A server that is reached.
 *
 * @throws {ConfigError} when it cannot be.
 */
export function reachedServer(server: ReachedServer): ServerEntry {
  return typeof server === "string" ? readLink(server) : entryOf(server, 1);
}

function localOf({ servers, ...given }: LocalOptions): LocalEntry {
  const { protocol = "socks" } = given;
  const port = protocol === "dns" ? DEFAULT_LOCAL_DNS_PORT : DEFAULT_LOCAL_PORT;
  const local = { host: DEFAULT_LOCAL_HOST, port, ...given, protocol, servers: servers.map(reachedServer) };
  checkPort(local.port, 0);
  if (servers.length === 0) throw new ConfigError("Cannot serve applications: no server is named");
  if (protocol === "tunnel" && given.target === undefined) {
    throw new ConfigError("Cannot serve a tunnel: it leads nowhere, expected target: { host, port }");
  }
  return local;
}

function entryOf(given: Exclude<ReachedServer, string>, leastPort: 0 | 1): ServerEntry {
  const entry = { port: DEFAULT_SERVER_PORT, method: DEFAULT_METHOD, ...given };
  checkPort(entry.port, leastPort);
  return entry;
}

function checkPort(port: number, least: 0 | 1): void {
  if (Number.isInteger(port) && port >= least && port <= 65535) return;
  throw new ConfigError(`Cannot use the port ${port}: expected a whole number from ${least} to 65535`);
}
