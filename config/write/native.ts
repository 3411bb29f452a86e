/** A config in our own dialect: whatever it says is read again as it was. @module */

import { bracketed } from "../address.ts";
import type { Config, LocalEntry, ServerEntry } from "../types.ts";
import { hopUrl } from "./hops.ts";
import { given, type Keys, serverKeys } from "./keys.ts";
import { changedLimits } from "./limits.ts";
import type { Draft } from "./losses.ts";
import { variableLosses } from "./secrets.ts";

/** The file; it holds the passwords. */
export function nativeFile(config: Config): Draft {
  return { keys: nativeKeys(config), losses: variableLosses(config, "our own dialect") };
}

/** Its keys. */
export function nativeKeys(config: Config): Keys {
  const { servers, locals } = config;
  const ports = locals.length > 0 ? clientKeys(locals) : listed(servers.map(entryKeys));
  return { ...ports, ...commonKeys(config) };
}

/** The ports for applications, all of them before the same servers. */
function clientKeys(locals: readonly LocalEntry[]): Keys {
  const [local, ...others] = locals;
  const servers = local?.servers ?? [];
  // At the top of the file, `mode` is that of all.
  const areLists = others.length > 0 || servers.some(({ mode }) => mode !== undefined);
  if (areLists) return { servers: servers.map(entryKeys), locals: locals.map(localKeys) };
  return { ...listed(servers.map(entryKeys)), ...local && localKeys(local) };
}

/** One server stands at the top of the file, and so do several that differ by their addresses alone. */
function listed(entries: readonly Keys[]): Keys {
  const [first, ...others] = entries;
  if (others.length === 0) return first ?? {};
  const alike = new Set(entries.map((entry) => JSON.stringify({ ...entry, server: null }))).size === 1;
  return alike ? { ...first, server: entries.map(({ server }) => server) } : { servers: entries };
}

/** One server. Users of 2017 have no password above theirs, and method none has none. */
function entryKeys(server: ServerEntry): Keys {
  const { password, name, mode, users, destinations } = server;
  return given({
    ...serverKeys(server),
    password: password || undefined,
    name,
    mode,
    users,
    destinations: destinations?.map(({ name, host, port, password }) => (
      { name, server: host, server_port: port, password }
    )),
  });
}

/** What one port serves to applications. */
export function localKeys(local: LocalEntry): Keys {
  const { host, port, protocol, target, remoteDns, remoteDnsOver, localDns, mode, credentials } = local;
  return given({
    local_address: host,
    local_port: port,
    protocol: protocol === "socks" ? undefined : protocol,
    tunnel_address: target && placeText(target),
    remote_dns_address: remoteDns && placeText(remoteDns),
    remote_dns_over: remoteDnsOver,
    local_dns_address: localDns && placeText(localDns),
    mode,
    credentials,
  });
}

/** What holds for the whole run. */
function commonKeys(config: Config): Keys {
  const { outbound, dns, outboundProxy, log, life } = config;
  return given({
    ...changedLimits(config.limits),
    crypto: config.crypto === "auto" ? undefined : config.crypto,
    allow_legacy: config.allowLegacy || undefined,
    denied: outbound?.denied,
    allow_private: outbound?.allowPrivate,
    forbidden_ip: outbound?.forbidden,
    outbound_proxy: outboundProxy?.map(hopUrl),
    dns: dns?.servers,
    ipv6_first: dns?.ipv6First,
    ipv6_only: dns?.ipv6Only,
    dns_cache_size: dns?.cacheSize,
    acl: config.acl,
    workers: config.workers,
    log,
    pid_file: life?.pidFile,
    daemonize: life?.background,
    user: life?.user,
    nofile: life?.openFiles,
    grace: life?.grace,
  });
}

/** `HOST:PORT`. */
export function placeText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${bracketed(host)}:${port}`;
}
