/** From what the sources said to the one typed Config. @module */

import type { Endpoint } from "../relay/address.ts";
import { DEFAULT_LIMITS } from "../relay/limits.ts";
import type { Place } from "./address.ts";
import { checkDatagramsPass } from "./datagrams.ts";
import {
  DEFAULT_DNS_PORT,
  DEFAULT_LOCAL_DNS_PORT,
  DEFAULT_LOCAL_HOST,
  DEFAULT_LOCAL_PORT,
  DEFAULT_SERVER_HOST,
  DEFAULT_SERVER_PORT,
} from "./defaults.ts";
import { type MethodChoice, methodOf, usableMethod } from "./method_choice.ts";
import { type Parts, type PortPassword, whereOf } from "./parts.ts";
import { checkClientKey, checkServerKey } from "./server_keys.ts";
import { checkSharing, hasUsersAlone } from "./sharing.ts";
import { type Config, ConfigError, type LocalEntry, type ServerEntry } from "./types.ts";
import type { Where } from "./wrong.ts";

/** The config of something that serves nothing: what holds for whoever does. */
export function idleConfig(parts: Parts): Config {
  return { ...shared(parts), servers: [], locals: [] };
}

/** Where a server would listen. */
export function listeningAt(parts: Parts): Endpoint[] {
  const port = parts.port ?? DEFAULT_SERVER_PORT;
  return listening(parts.places ?? [{ host: DEFAULT_SERVER_HOST }]).map((place) => ({
    host: place.host,
    port: place.port ?? port,
  }));
}

/** The config of a server: every place with every port. */
export function serverConfig(parts: Parts): Config {
  checkDatagramsPass(parts);
  const method = methodOf(parts);
  const ports = parts.portPassword ?? [{ port: parts.port ?? DEFAULT_SERVER_PORT, password: passwordOf(parts) }];
  if (!hasUsersAlone(parts, method)) {
    for (const port of ports) checkServerKey(port.password, keyAt(parts, port), method);
  }
  checkSharing(parts, method);
  const places = listening(parts.places ?? [{ host: DEFAULT_SERVER_HOST }]);
  const servers = ports.flatMap((port) =>
    places.map((place) => ({ ...entry(parts, place, port, method), ...carried(parts) }))
  );
  return { ...shared(parts), servers, locals: [] };
}

/** The config of a client that serves what its file says: SOCKS5 unless it does. */
export function localConfig(parts: Parts): Config {
  if (parts.protocol === "tunnel") return tunnelConfig(parts);
  return parts.protocol === "dns" ? dnsConfig(parts) : clientConfig(parts, { protocol: "socks" });
}

/** The config of a client that serves a tunnel. */
export function tunnelConfig(parts: Parts): Config {
  return clientConfig(parts, { protocol: "tunnel", target: targetOf(parts) });
}

/**
 * Where a tunnel leads.
 *
 * @throws {ConfigError} when nobody said so.
 */
export function targetOf({ target }: Parts): Endpoint {
  if (target !== undefined) return target;
  throw new ConfigError(
    'Cannot start the tunnel: it leads nowhere, expected --target HOST:PORT, or "tunnel_address" in a config file',
  );
}

/** The config of a client that answers questions for names. */
export function dnsConfig(parts: Parts): Config {
  const { localPort = DEFAULT_LOCAL_DNS_PORT, remoteDns, remoteDnsOver, localDns } = parts;
  return clientConfig({ ...parts, localPort }, {
    protocol: "dns",
    ...(remoteDns && { remoteDns: dnsEndpoint(remoteDns) }),
    ...(remoteDnsOver && { remoteDnsOver }),
    ...(localDns && { localDns: dnsEndpoint(localDns) }),
  });
}

function dnsEndpoint({ host, port = DEFAULT_DNS_PORT }: Place): Endpoint {
  return { host, port };
}

/** The config of a client: one port for applications, and the servers behind it. */
function clientConfig(parts: Parts, spoken: Omit<LocalEntry, "host" | "port" | "mode" | "servers">): Config {
  checkDatagramsPass(parts, spoken.protocol);
  const servers = [...(parts.links ?? namedServers(parts))];
  for (const server of servers) {
    usableMethod(server.method, parts.allowLegacy);
    requireReachable(server);
  }
  const host = parts.localHost ?? DEFAULT_LOCAL_HOST;
  const port = parts.localPort ?? DEFAULT_LOCAL_PORT;
  return { ...shared(parts), servers: [], locals: [{ host, port, ...spoken, ...carried(parts), servers }] };
}

/**
 * Whether a password is still to be found.
 *
 * @throws {ConfigError} when the method that would take it may not be used.
 */
export function needsPassword(parts: Parts): boolean {
  if (parts.portPassword !== undefined || parts.links !== undefined || parts.password !== undefined) return false;
  const method = methodOf(parts);
  return method.row.kind !== "none" && !hasUsersAlone(parts, method);
}

/** What server and client have in common. */
function shared(parts: Parts): Omit<Config, "servers" | "locals"> {
  return {
    limits: { ...DEFAULT_LIMITS, ...parts.limits },
    crypto: parts.crypto ?? "auto",
    allowLegacy: parts.allowLegacy ?? false,
    ...(parts.outboundProxy?.length && { outboundProxy: parts.outboundProxy }),
    ...(parts.outbound && { outbound: parts.outbound }),
    ...(parts.dns && { dns: parts.dns }),
    ...(parts.acl !== undefined && { acl: parts.acl }),
  };
}

/** What the ports carry, where that was said. */
function carried({ mode }: Parts): Pick<Parts, "mode"> {
  return mode === undefined ? {} : { mode };
}

/** The servers that a client's file or flags name. */
function namedServers(parts: Parts): ServerEntry[] {
  if (!parts.places?.length) {
    throw new ConfigError(
      'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
    );
  }
  const method = methodOf(parts);
  const port = { port: parts.port ?? DEFAULT_SERVER_PORT, password: passwordOf(parts) };
  checkClientKey(port.password, whereOf(parts, "password"), method);
  return parts.places.map((place) => entry(parts, place, port, method));
}

/** One server; a place's own port counts before the common one. */
function entry(parts: Parts, place: Place, common: PortPassword, { row }: MethodChoice): ServerEntry {
  return {
    host: place.host,
    port: parts.portPassword ? common.port : place.port ?? common.port,
    method: row.name,
    password: common.password,
    ...(parts.users === undefined ? {} : { users: [...parts.users] }),
    ...(parts.destinations === undefined ? {} : { destinations: [...parts.destinations] }),
    ...(parts.name === undefined ? {} : { name: parts.name }),
  };
}

/** The password; only method none goes without one, and a port whose users have theirs. */
function passwordOf(parts: Parts): string {
  if (!needsPassword(parts)) return parts.password ?? "";
  throw new ConfigError(
    'Cannot start without a password: expected --password, "password" in a config file, or UMBRA_PASSWORD in the environment',
  );
}

/** Where the password of a port stands. */
function keyAt(parts: Parts, { port }: PortPassword): Where {
  if (parts.portPassword === undefined) return whereOf(parts, "password");
  const where = whereOf(parts, "portPassword");
  return { ...where, key: `${where.key}.${port}` };
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
