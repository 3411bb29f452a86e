/** From a config's entries to inbounds and outbounds: what a port is made of, before it is opened. @module */

import { usableMethod } from "../config/method_choice.ts";
import type { Config, LocalEntry, Mode, ServerEntry } from "../config/types.ts";
import { type MethodOptions, prepareClient, prepareRouter, prepareServer, type Ready } from "../crypto/method.ts";
import type { MethodRow } from "../crypto/methods.ts";
import { preparePacketClient, preparePacketServer } from "../crypto/packet_method.ts";
import type { PacketClient, PacketServer } from "../crypto/packets.ts";
import type { OutboundMethod } from "../crypto/types.ts";
import { formatEndpoint } from "../net/hosts.ts";
import type { Endpoint } from "../net/types.ts";
import type { Acl } from "../relay/acl/acl.ts";
import type { Counters } from "../relay/counters.ts";
import type { PacketOutbound } from "../relay/datagrams.ts";
import type { Drains } from "../relay/handshake.ts";
import { identityRelayPackets } from "../relay/inbound/identity_packets.ts";
import { identityRelayInbound } from "../relay/inbound/identity_relay.ts";
import { shadowsocksInbound } from "../relay/inbound/shadowsocks.ts";
import { socksInbound } from "../relay/inbound/socks.ts";
import { socksAssociate } from "../relay/inbound/socks_udp.ts";
import { tunnelInbound, tunnelPackets } from "../relay/inbound/tunnel.ts";
import type { Log } from "../relay/log.ts";
import { randomPackets } from "../relay/outbound/balanced_packets.ts";
import { randomOutbound } from "../relay/outbound/balancer.ts";
import { outboundByAcl } from "../relay/outbound/by_acl.ts";
import { directOutbound } from "../relay/outbound/direct.ts";
import { directPackets } from "../relay/outbound/direct_packets.ts";
import { packetsByAcl } from "../relay/outbound/packets_by_acl.ts";
import { noPackets, proxyChain } from "../relay/outbound/proxy_chain.ts";
import { shadowsocksPackets } from "../relay/outbound/shadowsocks_packets.ts";
import type { Inbound, Outbound } from "../relay/request.ts";
import { wireDns } from "./dns_port.ts";
import type { Reach } from "./reach.ts";
import { readyProxies, serverOutbound } from "./upstream.ts";

/** Salts that a client remembers: of the answers to its own connections. */
const CLIENT_SALTS = 10_000;

/** What one port is made of. */
export interface Wiring {
  /** For connections; absent where the port takes none. */
  readonly tcp?: { readonly inbound: Inbound; readonly outbound: Outbound };
  /** For datagrams; absent where the port takes none. */
  readonly udp?: { readonly codec: PacketServer; readonly outbound: PacketOutbound };
  /** What it carries, for the log: a SOCKS5 port takes datagrams on ports of their own. */
  readonly mode: Mode;
  /** The method, on a server's port. */
  readonly method?: string;
  /** Whether a client may come from here; everybody may unless it is given. */
  readonly accepts?: (from: Endpoint) => boolean;
  /** Frees what the port's relays do not own. */
  close?(): void;
}

/** How targets are reached. */
interface Way {
  readonly outbound: Outbound;
  readonly packets: PacketOutbound;
}

/** What the wirings of one service share. */
export interface WiringContext {
  readonly config: Config;
  readonly log: Log;
  readonly counters: Counters;
  readonly drains: Drains;
  readonly reach: Reach;
}

/**
 * A server's port.
 *
 * @throws {KeyError} when a key is not of its form, {@linkcode ProviderError} when no provider serves the method.
 */
export async function wireServer(entry: ServerEntry, context: WiringContext): Promise<Wiring> {
  const row = usableMethod(entry.method, context.config.allowLegacy);
  const { mode, tcp, udp } = carried(entry.mode);
  const { outbound, packets } = await wayOut(entry, context);
  const { acl } = context.reach;
  const admission = acl === null ? {} : { accepts: ({ host }: Endpoint) => acl.admits(host) };
  if (entry.destinations !== undefined && entry.destinations.length > 0) {
    const options = methodOptions(context, context.config.limits.salts);
    const router = noted(context, row, await prepareRouter(row, entry.password, entry.destinations, options));
    return {
      mode,
      method: row.name,
      ...admission,
      ...(tcp && { tcp: { inbound: identityRelayInbound(router, context.drains), outbound } }),
      ...(udp && { udp: { codec: identityRelayPackets(router), outbound: packets } }),
      close: () => router.close(),
    };
  }
  return {
    mode,
    method: row.name,
    ...admission,
    ...(tcp && { tcp: { inbound: await serverInbound(row, entry, context), outbound } }),
    ...(udp && { udp: { codec: await serverPackets(row, entry, context), outbound: packets } }),
  };
}

/**
 * A port for applications.
 *
 * @throws {KeyError} when a key is not of its form, {@linkcode ProviderError} when no provider serves a method.
 */
export async function wireLocal(entry: LocalEntry, context: WiringContext): Promise<Wiring> {
  const { mode, tcp, udp } = carried(entry.mode);
  const proxies = await readyProxies(context.config, (hop) => clientMethod(hop, context));
  const streams: Outbound[] = [];
  const packets: PacketOutbound[] = [];
  for (const server of entry.servers) {
    const { config: { limits }, reach: { own } } = context;
    streams.push(serverOutbound(server, await clientMethod(server, context), proxies, limits, own));
    if (udp && proxies.length === 0) {
      packets.push(shadowsocksPackets(server, await clientPackets(server, context), own));
    }
  }
  const outbound = randomOutbound(streams);
  const datagrams = packets.length > 0 ? randomPackets(packets) : noPackets();
  const ways = byAcl({ outbound, packets: datagrams }, context);
  if (entry.protocol === "socks") {
    const associated = packets.length > 0 ? ways.packets : null;
    return { mode, tcp: { inbound: socks(tcp, associated, context), outbound: ways.outbound } };
  }
  if (entry.protocol === "dns") {
    const { config: { limits }, log, reach: { own: targets, acl } } = context;
    const sent = packets.length > 0 ? datagrams : null;
    const decide = acl === null ? {} : { decide: (name: string) => placeOf(name, acl) };
    return { mode, ...wireDns(entry, { limits, log, outbound, packets: sent, targets, ...decide }) };
  }
  const target = entry.target!;
  return {
    mode,
    ...(tcp && { tcp: { inbound: tunnelInbound(target), outbound: ways.outbound } }),
    ...(udp && { udp: { codec: tunnelPackets(target), outbound: ways.packets } }),
  };
}

/** The ways out of a client's port with the access control list before them. */
function byAcl(proxy: Way, { reach, config: { limits } }: WiringContext): Way {
  const { acl, own, straight: targets } = reach;
  if (acl === null) return proxy;
  const outbound = { proxy: proxy.outbound, bypass: directOutbound(limits, { targets }) };
  const packets = { proxy: proxy.packets, bypass: directPackets({ targets }) };
  return { outbound: outboundByAcl(acl, own, outbound), packets: packetsByAcl(acl, own, packets) };
}

/** Whom a name is left to: a question for what is bypassed stays here. */
function placeOf(name: string, acl: Acl): "remote" | "local" {
  return (acl.chooseName(name) ?? acl.otherwise).way === "proxy" ? "remote" : "local";
}

/** How targets are reached from a server: straight, or through the config's proxies, which carry no datagrams. */
async function wayOut({ destinations }: ServerEntry, context: WiringContext): Promise<Way> {
  const { reach, log, config: { limits } } = context;
  const proxies = await readyProxies(context.config, (hop) => clientMethod(hop, context));
  // The servers that users are passed on to are of the config's choice, not of a client's.
  const targets = destinations !== undefined && destinations.length > 0 ? reach.own : reach.targets;
  if (proxies.length > 0) {
    const via = proxyChain(proxies, directOutbound(limits, { targets: reach.own }), limits);
    return { outbound: directOutbound(limits, { targets, via }), packets: noPackets() };
  }
  const onDenied = (target: Endpoint, rule: string) => {
    context.counters.end("denied");
    log.event("debug", "datagram-denied", { target: formatEndpoint(target), rule });
  };
  return { outbound: directOutbound(limits, { targets }), packets: directPackets({ targets, onDenied }) };
}

/** SOCKS5 needs its TCP port for datagrams too: where it is for these alone, CONNECT is refused. */
function socks(connect: boolean, datagrams: PacketOutbound | null, { config, counters, log }: WiringContext): Inbound {
  const { limits } = config;
  return socksInbound({
    connect,
    associate: datagrams === null ? undefined : socksAssociate({ outbound: datagrams, limits, counters, log }),
  });
}

function carried(mode: Mode = "tcp_and_udp"): { mode: Mode; tcp: boolean; udp: boolean } {
  return { mode, tcp: mode !== "udp_only", udp: mode !== "tcp_only" };
}

async function serverInbound(row: MethodRow, entry: ServerEntry, context: WiringContext): Promise<Inbound> {
  const options = methodOptions(context, context.config.limits.salts);
  const ready = await prepareServer(row, entry.password, entry.users ?? [], options);
  return shadowsocksInbound(noted(context, row, ready), { drains: context.drains });
}

async function clientMethod(
  { method, password }: Pick<ServerEntry, "method" | "password">,
  context: WiringContext,
): Promise<OutboundMethod> {
  const row = usableMethod(method, context.config.allowLegacy);
  return noted(context, row, await prepareClient(row, password, methodOptions(context, CLIENT_SALTS)));
}

async function clientPackets({ method, password }: ServerEntry, context: WiringContext): Promise<() => PacketClient> {
  const row = usableMethod(method, context.config.allowLegacy);
  return await preparePacketClient(row, password, methodOptions(context, CLIENT_SALTS));
}

async function serverPackets(row: MethodRow, entry: ServerEntry, context: WiringContext): Promise<PacketServer> {
  return await preparePacketServer(row, entry.password, entry.users ?? [], methodOptions(context, 0));
}

function methodOptions({ config }: WiringContext, salts: number): MethodOptions {
  return { provider: config.crypto, salts, clock: () => Date.now() / 1000 };
}

function noted<T>({ log }: WiringContext, { name }: MethodRow, { method, source }: Ready<T>): T {
  log.event("info", "method-ready", { method: name, source: source ?? "none needed" });
  return method;
}
