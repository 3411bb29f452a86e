/** From what the sources said to the one typed Config. @module */

import type { Endpoint } from "../relay/address.ts";
import { DEFAULT_LIMITS } from "../relay/limits.ts";
import type { Place } from "./address.ts";
import { checkDatagramsPass } from "./datagrams.ts";
import { DEFAULT_SERVER_HOST, DEFAULT_SERVER_PORT } from "./defaults.ts";
import { localEntry } from "./local_entry.ts";
import { type MethodChoice, methodOf, usableMethod } from "./method_choice.ts";
import { type Parts, type PortPassword, whereOf } from "./parts.ts";
import { checkOnce, localSections, type Section, serverSections } from "./sections.ts";
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
  return serverSections(parts).flatMap((section) => {
    const places = listening(section.places ?? [{ host: DEFAULT_SERVER_HOST }]);
    return portsOf(section).flatMap((port) => places.map((place) => ({ host: place.host, port: place.port ?? port })));
  });
}

/** The config of a server: every place with every port. */
export function serverConfig(parts: Parts): Config {
  const servers = serverSections(parts).flatMap(serverEntries);
  requireOne(servers, "servers");
  checkOnce(servers);
  return { ...shared(parts), servers, locals: [] };
}

/** The ports of one server. */
function serverEntries(section: Section): ServerEntry[] {
  checkDatagramsPass(section);
  const method = methodOf(section);
  const ports = section.portPassword ?? sharedPassword(section);
  if (!hasUsersAlone(section, method)) {
    for (const port of ports) checkServerKey(port.password, keyAt(section, port), method);
  }
  checkSharing(section, method);
  const places = listening(section.places ?? [{ host: DEFAULT_SERVER_HOST }]);
  return ports.flatMap((port) =>
    places.map((place) => ({ ...entry(section, place, port, method), ...carried(section) }))
  );
}

/** The config of a client that serves what its file says: SOCKS5 unless it does. */
export function localConfig(parts: Parts): Config {
  return clientConfig(parts, "socks");
}

/** The config of a client that serves tunnels. */
export function tunnelConfig(parts: Parts): Config {
  return clientConfig(parts, "tunnel");
}

/** The config of a client that answers questions for names. */
export function dnsConfig(parts: Parts): Config {
  return clientConfig(parts, "dns");
}

/** The config of a client: ports for applications, and the servers behind each of them. */
function clientConfig(parts: Parts, protocol: LocalEntry["protocol"]): Config {
  const servers = [...(parts.links ?? serverSections(parts).flatMap((section) => namedServers(section, parts)))];
  requireOne(servers, "servers");
  for (const server of servers) {
    usableMethod(server.method, parts.allowLegacy);
    requireReachable(server);
  }
  const locals = localSections(parts).map((section) => ({ ...localEntry(section, protocol), servers }));
  requireOne(locals, "locals");
  requireTcp(locals, servers);
  checkOnce(locals);
  return { ...shared(parts), servers: [], locals };
}

/**
 * Whether a password is still to be found.
 *
 * @throws {ConfigError} when the method that would take it may not be used.
 */
export function needsPassword(parts: Parts): boolean {
  return parts.links === undefined && serverSections(parts).some(lacksPassword);
}

/** Whether the password of one server is still to be found. */
function lacksPassword(section: Section): boolean {
  if (section.portPassword !== undefined || section.password !== undefined) return false;
  const method = methodOf(section);
  return method.row.kind !== "none" && !hasUsersAlone(section, method);
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
    ...(parts.workers !== undefined && { workers: parts.workers }),
    ...(parts.log && { log: parts.log }),
    ...(parts.life && { life: parts.life }),
  };
}

/** What a port carries, where that was said. */
function carried({ mode }: Section): Pick<Parts, "mode"> {
  return mode === undefined ? {} : { mode };
}

/** The servers that one section of a client's file, or its flags, name: what an entry alone carries, it says. */
function namedServers(section: Section, { mode }: Parts): ServerEntry[] {
  if (!section.places?.length) {
    throw new ConfigError(
      'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
    );
  }
  const method = methodOf(section);
  const own = section.mode === mode ? {} : carried(section);
  return sharedPassword(section).flatMap((port) => {
    checkClientKey(port.password, whereOf(section, "password"), method);
    const places = section.places ?? [];
    return places.map((place) => ({ ...entry(section, place, port, method), ...own }));
  });
}

/** The ports that share one password. */
function sharedPassword(section: Section): PortPassword[] {
  const password = passwordOf(section);
  return portsOf(section).map((port) => ({ port, password }));
}

/** The ports of a server. */
function portsOf({ ports, port = DEFAULT_SERVER_PORT }: Section): readonly number[] {
  return ports ?? [port];
}

/** One server; a place's own port counts before the common one. */
function entry(parts: Section, place: Place, common: PortPassword, { row }: MethodChoice): ServerEntry {
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
function passwordOf(parts: Section): string {
  if (!lacksPassword(parts)) return parts.password ?? "";
  throw new ConfigError(
    'Cannot start without a password: expected --password, "password" in a config file, or UMBRA_PASSWORD in the environment',
  );
}

/** Where the password of a port stands. */
function keyAt(parts: Section, { port }: PortPassword): Where {
  if (parts.portPassword === undefined) return whereOf(parts, "password");
  const where = whereOf(parts, "portPassword");
  return { ...where, key: `${where.key}.${port}` };
}

/** The places to listen on: `::` serves IPv4 too, and the system refuses `0.0.0.0` beside it. */
function listening(places: readonly Place[]): readonly Place[] {
  const all6 = places.find((place) => /^[0:]*:[0:]*$/.test(place.host));
  return places.filter((place) => place.host !== "0.0.0.0" || !all6 || all6.port !== place.port);
}

/** Ports that take connections, or send questions by TCP, need a server that carries them. */
function requireTcp(locals: readonly Omit<LocalEntry, "servers">[], servers: readonly ServerEntry[]): void {
  const asksByTcp = ({ protocol, remoteDnsOver = "tcp" }: Omit<LocalEntry, "servers">) =>
    protocol === "dns" && remoteDnsOver === "tcp";
  const needed = locals.some((local) => local.mode !== "udp_only" || asksByTcp(local));
  if (!needed || servers.some(({ mode }) => mode !== "udp_only")) return;
  throw new ConfigError(
    "Cannot serve TCP to applications: every server is udp_only, expected mode udp_only, or a server that carries TCP",
  );
}

/** A list whose entries are all switched off leaves nothing to do. */
function requireOne(entries: readonly unknown[], key: string): void {
  if (entries.length > 0) return;
  throw new ConfigError(`Cannot start: nothing is left of ${key}, expected at least one entry that is not disabled`);
}

/** Port 0 means "any" to a listener, and nothing to a client. */
function requireReachable(server: ServerEntry): void {
  if (server.port !== 0) return;
  throw new ConfigError("Cannot start the client: the server's port is 0, expected a whole number from 1 to 65535");
}
