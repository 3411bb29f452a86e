/** From what the sources said to the one typed Config. @module */

import { DEFAULT_LIMITS } from "../relay/limits.ts";
import type { Place } from "./address.ts";
import {
  DEFAULT_LOCAL_HOST,
  DEFAULT_LOCAL_PORT,
  DEFAULT_METHOD,
  DEFAULT_SERVER_HOST,
  DEFAULT_SERVER_PORT,
} from "./defaults.ts";
import type { Parts, PortPassword } from "./parts.ts";
import { type Config, ConfigError, type ServerEntry } from "./types.ts";

/** The config of a server: every place with every port. */
export function serverConfig(parts: Parts): Config {
  const ports = parts.portPassword ?? [{ port: parts.port ?? DEFAULT_SERVER_PORT, password: passwordOf(parts) }];
  const places = listening(parts.places ?? [{ host: DEFAULT_SERVER_HOST }]);
  const servers = ports.flatMap((port) => places.map((place) => entry(parts, place, port)));
  return { ...shared(parts), servers, locals: [] };
}

/** The config of a client: one port for applications, and the servers behind it. */
export function localConfig(parts: Parts): Config {
  const servers = [...(parts.links ?? namedServers(parts))];
  for (const server of servers) requireReachable(server);
  const host = parts.localHost ?? DEFAULT_LOCAL_HOST;
  const port = parts.localPort ?? DEFAULT_LOCAL_PORT;
  return { ...shared(parts), servers: [], locals: [{ host, port, protocol: "socks", servers }] };
}

/** Whether a password is still to be found. */
export function needsPassword(parts: Parts): boolean {
  return parts.portPassword === undefined && parts.links === undefined && parts.password === undefined &&
    methodOf(parts) !== "none";
}

/** What server and client have in common. */
function shared(parts: Parts): Pick<Config, "limits" | "crypto"> {
  return { limits: { ...DEFAULT_LIMITS, ...parts.limits }, crypto: parts.crypto ?? "auto" };
}

/** The servers that a client's file or flags name. */
function namedServers(parts: Parts): ServerEntry[] {
  if (!parts.places?.length) {
    throw new ConfigError(
      'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
    );
  }
  const port = { port: parts.port ?? DEFAULT_SERVER_PORT, password: passwordOf(parts) };
  return parts.places.map((place) => entry(parts, place, port));
}

/** One server; a place's own port counts before the common one. */
function entry(parts: Parts, place: Place, common: PortPassword): ServerEntry {
  const method = methodOf(parts);
  if (common.password === "" && method !== "none") {
    throw new ConfigError(`Cannot use an empty password with method ${method}: expected at least one character`);
  }
  const port = parts.portPassword ? common.port : place.port ?? common.port;
  const named = parts.name === undefined ? {} : { name: parts.name };
  return { host: place.host, port, method, password: common.password, ...named };
}

/** The method that was named, or the default. */
function methodOf(parts: Parts): string {
  return parts.method ?? DEFAULT_METHOD;
}

/** The password; only method none goes without one. */
function passwordOf(parts: Parts): string {
  if (!needsPassword(parts)) return parts.password ?? "";
  throw new ConfigError(
    'Cannot start without a password: expected --password, "password" in a config file, or UMBRA_PASSWORD in the environment',
  );
}

/** The places to listen on: `::` serves IPv4 too, and the system refuses `0.0.0.0` beside it. */
function listening(places: readonly Place[]): readonly Place[] {
  const all6 = places.find((place) => /^[0:]*:[0:]*$/.test(place.host));
  return places.filter((place) => place.host !== "0.0.0.0" || !all6 || all6.port !== place.port);
}

/** Port 0 means "any" to a listener, and nothing to a client. */
function requireReachable(server: ServerEntry): void {
  if (server.port !== 0) return;
  throw new ConfigError("Cannot start the client: the server's port is 0, expected a whole number from 1 to 65535");
}
