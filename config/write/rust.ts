/** A config as the programs of shadowsocks-rust read it. @module */

import { hasIdentities } from "../../crypto/methods.ts";
import type { Limits } from "../../relay/limits.ts";
import { knownMethod } from "../method_choice.ts";
import type { Config, LocalEntry, ServerEntry } from "../types.ts";
import { denialLosses } from "./denial.ts";
import { RUST_METHODS } from "./foreign_methods.ts";
import { hopUrl } from "./hops.ts";
import { given, type Keys, labelledKeys } from "./keys.ts";
import { type Draft, type Loss, loss, unsaid } from "./losses.ts";
import { nativeKeys } from "./native.ts";
import { variableLosses } from "./secrets.ts";

/** How messages call it. */
const NAME = "rust's dialect";

/** Where our DNS port sends its questions unless it is told. */
const REMOTE_DNS = { host: "8.8.8.8", port: 53 };

/** Our keys that it has words for, or that are judged apart. */
const KNOWN = new Set([
  ..."server server_port method password servers users mode name local_address local_port protocol".split(" "),
  ..."locals tunnel_address remote_dns_address local_dns_address udp_timeout udp_max_associations".split(" "),
  ..."keepalive ipv6_first dns_cache_size acl nofile workers outbound_proxy allow_legacy allow_private".split(" "),
  ..."forbidden_ip denied dns credentials log".split(" "),
]);

/** Our keys for the waits that are one in its `timeout`. */
const WAITS = ["connect_timeout", "handshake_timeout"];

/** The file of ssserver, or of sslocal. */
export function rustFile(config: Config): Draft {
  const [local] = config.locals;
  const entries = local?.servers ?? config.servers;
  const losses = [
    ...variableLosses(config, NAME),
    ...serverLosses(entries),
    ...config.locals.flatMap(localLosses),
    ...denialLosses(config, NAME),
    ...nameServerLosses(config),
    ...proxyLosses(config),
    ...logLosses(config),
    ...unsaid(nativeKeys(config), isOneWait(config.limits) ? new Set([...KNOWN, ...WAITS]) : KNOWN, NAME),
  ];
  const keys = given({
    // For servers behind a client, which there carry TCP alone unless told.
    mode: local && "tcp_and_udp",
    locals: local && config.locals.map(localKeys),
    servers: entries.map((entry) => serverKeys(entry, local === undefined)),
    ...commonKeys(config),
  });
  return { keys, losses };
}

/** Whether its `timeout` says both waits. */
function isOneWait({ connect, handshake }: Limits): boolean {
  return connect === handshake;
}

/** One server. Where it listens, `mode` is always said. */
function serverKeys(entry: ServerEntry, listens: boolean): Keys {
  const { users, mode = listens ? "tcp_and_udp" : undefined } = entry;
  return given({ ...labelledKeys(entry), users, mode });
}

/** One port for applications. */
function localKeys({ host, port, protocol, mode = "tcp_and_udp", target, ...local }: LocalEntry): Keys {
  const remoteDns = protocol === "dns" ? local.remoteDns ?? REMOTE_DNS : undefined;
  return given({
    local_address: host,
    local_port: port,
    protocol,
    mode,
    forward_address: target?.host,
    forward_port: target?.port,
    remote_dns_address: remoteDns?.host,
    remote_dns_port: remoteDns?.port,
    local_dns_address: local.localDns?.host,
    local_dns_port: local.localDns?.port,
  });
}

/** What holds for the whole run; what differs there by default is always said. */
function commonKeys(config: Config): Keys {
  const { limits, dns, workers, outboundProxy, log } = config;
  return given({
    timeout: isOneWait(limits) ? Math.ceil(limits.connect) : undefined,
    udp_timeout: Math.ceil(limits.udp),
    udp_max_associations: limits.udpAssociations,
    keep_alive: Math.ceil(limits.keepalive),
    security: config.servers.length > 0 ? { replay_attack: { policy: "reject" } } : undefined,
    dns: typeof dns?.servers === "object" ? dns.servers.join(",") : dns?.servers,
    dns_cache_size: dns?.cacheSize,
    ipv6_first: dns?.ipv6First,
    outbound_proxy: outboundProxy?.map(hopUrl),
    acl: config.acl,
    nofile: config.life?.openFiles,
    runtime: workers && given({ mode: "multi_thread", worker_count: workers === "auto" ? undefined : workers }),
    log: log?.level === "debug" ? { level: 1 } : undefined,
  });
}

/** What of the servers it cannot say. */
function serverLosses(entries: readonly ServerEntry[]): Loss[] {
  return entries.flatMap(({ method, users }) => {
    const losses: Loss[] = [];
    if (!RUST_METHODS.has(method)) losses.push(loss("method", `${method} is not known to rust`));
    if (users && !hasIdentities(knownMethod(method))) {
      losses.push(loss("users", `of ${method} share a port by their passwords alone, which rust does not know`));
    }
    return losses;
  });
}

/** What of a port for applications it cannot say. */
function localLosses({ protocol, localDns, credentials }: LocalEntry): Loss[] {
  const losses: Loss[] = [];
  if (protocol === "dns" && localDns === undefined) {
    losses.push(loss("local_dns_address", "is not there: rust needs it, with protocol dns"));
  }
  if (credentials) losses.push(loss("credentials", `stand in a file of their own in ${NAME}`));
  return losses;
}

/** It takes addresses with commas between, one URL, or one name. */
function nameServerLosses({ dns }: Config): Loss[] {
  const { servers } = dns ?? {};
  if (!Array.isArray(servers)) return [];
  const plain = servers.every((server) => /^[\d.]+(?::\d+)?$/.test(server));
  const single = servers.length === 1 &&
    /^(?:google|cloudflare|quad9|(?:udp|tcp):.*|[\da-f:.[\]]+)$/i.test(servers[0] ?? "");
  return plain || single ? [] : [loss("dns", `names servers in a way that cannot be said in ${NAME}`)];
}

/** It knows proxies by SOCKS5 and HTTP, and sends datagrams past them. */
function proxyLosses({ outboundProxy = [], servers, locals }: Config): Loss[] {
  if (outboundProxy.length === 0) return [];
  const losses = outboundProxy.some(({ kind }) => kind === "ss")
    ? [loss("outbound_proxy", `holds ss://, which cannot be said in ${NAME}`)]
    : [];
  if ([...servers, ...locals].every(({ mode }) => mode === "tcp_only")) return losses;
  return [...losses, loss("outbound_proxy", "is passed by datagrams in rust: expected mode tcp_only")];
}

/** It counts levels upward from info, and has formats and files of its own. */
function logLosses({ log = {} }: Config): Loss[] {
  const { level = "info", format = "text", file } = log;
  const isSaid = (level === "info" || level === "debug") && format === "text" && file === undefined;
  return isSaid ? [] : [loss("log", `cannot all be said in ${NAME}`)];
}
