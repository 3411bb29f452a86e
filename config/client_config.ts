/** From what the sources said to the config of a client. @module */

import { localEntry } from "./local_entry.ts";
import { methodOf, usableMethod } from "./method_choice.ts";
import { type Parts, whereOf } from "./parts.ts";
import { checkOnce, localSections, type Section, serverSections } from "./sections.ts";
import { carried, serverEntry, sharedPassword } from "./server_entry.ts";
import { checkClientKey } from "./server_keys.ts";
import { commonConfig, requireOne } from "./common_config.ts";
import { type Config, ConfigError, type LocalEntry, type ServerEntry } from "./types.ts";

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
  return { ...commonConfig(parts), servers: [], locals };
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
    return places.map((place) => ({ ...serverEntry(section, place, port, method), ...own }));
  });
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

/** Port 0 means "any" to a listener, and nothing to a client. */
function requireReachable(server: ServerEntry): void {
  if (server.port !== 0) return;
  throw new ConfigError("Cannot start the client: the server's port is 0, expected a whole number from 1 to 65535");
}
