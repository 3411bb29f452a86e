/** A port for applications: SOCKS5, a tunnel or DNS comes in, and goes on to a Shadowsocks server. @module */

import { ConfigError, type Credentials, type LocalEntry } from "../../config/types.ts";
import type { PacketServer } from "../../crypto/packets.ts";
import type { Endpoint } from "../../net/types.ts";
import type { Acl } from "../../relay/acl/acl.ts";
import type { PacketOutbound } from "../../relay/datagrams.ts";
import { socksInbound } from "../../relay/inbound/socks.ts";
import { SocksUsers } from "../../relay/inbound/socks_users.ts";
import { socksAssociate } from "../../relay/inbound/socks_udp.ts";
import { tunnelInbound, tunnelPackets } from "../../relay/inbound/tunnel.ts";
import { randomPackets } from "../../relay/outbound/balanced_packets.ts";
import { randomOutbound } from "../../relay/outbound/balancer.ts";
import { outboundByAcl } from "../../relay/outbound/by_acl.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import { directPackets } from "../../relay/outbound/direct_packets.ts";
import { packetsByAcl } from "../../relay/outbound/packets_by_acl.ts";
import { noPackets } from "../../relay/outbound/proxy_chain.ts";
import { shadowsocksPackets } from "../../relay/outbound/shadowsocks_packets.ts";
import type { Inbound, Outbound } from "../../relay/request.ts";
import { carried, clientMethod, clientPackets } from "./methods.ts";
import type { Former, Way, Wiring, WiringContext } from "./types.ts";
import { readyProxies, serverOutbound } from "./upstream.ts";

/** The ways to the servers behind a port. */
interface Upstream {
  readonly outbound: Outbound;
  /** Null where datagrams go nowhere. */
  readonly packets: PacketOutbound | null;
}

/**
 * A port for applications.
 *
 * @param former what stands there now: a tunnel's sessions go on where it leads to the same target
 * @throws {KeyError} when a key is not of its form, {@linkcode ProviderError} when no provider serves a method.
 */
export async function wireLocal(
  entry: LocalEntry,
  context: WiringContext,
  former?: Former<LocalEntry>,
): Promise<Wiring> {
  const upstream = await wayToServers(entry, context);
  if (entry.protocol === "dns") return await wireDnsPort(entry, upstream, context);
  const { mode, tcp, udp } = carried(entry.mode);
  const ways = byAcl({ outbound: upstream.outbound, packets: upstream.packets ?? noPackets() }, context);
  if (entry.protocol === "socks") {
    const known = usersOf(entry, former);
    const inbound = socks(tcp, known.users, upstream.packets === null ? null : ways.packets, context);
    return { mode, ...known, tcp: { inbound, outbound: ways.outbound } };
  }
  const target = entry.target!;
  return {
    mode,
    ...(tcp && { tcp: { inbound: tunnelInbound(target), outbound: ways.outbound } }),
    ...(udp && { udp: { codec: tunnelCodec(target, former), outbound: ways.packets } }),
  };
}

/** To one of the port's servers, at random. */
async function wayToServers(entry: LocalEntry, context: WiringContext): Promise<Upstream> {
  const { config: { limits }, reach: { own } } = context;
  const proxies = await readyProxies(context.config, (hop) => clientMethod(hop, context));
  const streams: Outbound[] = [];
  const packets: PacketOutbound[] = [];
  for (const server of entry.servers) {
    const through = carried(server.mode);
    if (through.tcp) streams.push(serverOutbound(server, await clientMethod(server, context), proxies, limits, own));
    if (through.udp && entry.mode !== "tcp_only" && proxies.length === 0) {
      packets.push(shadowsocksPackets(server, await clientPackets(server, context), own));
    }
  }
  return { outbound: randomOutbound(streams), packets: packets.length > 0 ? randomPackets(packets) : null };
}

async function wireDnsPort(
  entry: LocalEntry,
  { outbound, packets }: Upstream,
  context: WiringContext,
): Promise<Wiring> {
  const { config: { limits }, log, reach: { own: targets, acl } } = context;
  const { wireDns } = await import("./dns.ts");
  const decide = acl === null ? {} : { decide: (name: string) => placeOf(name, acl) };
  return { mode: carried(entry.mode).mode, ...wireDns(entry, { limits, log, outbound, packets, targets, ...decide }) };
}

function tunnelCodec(target: Endpoint, former?: Former<LocalEntry>): PacketServer {
  const before = former?.entry.target;
  const isSame = before?.host === target.host && before.port === target.port;
  return (isSame ? former?.wiring.udp?.codec : undefined) ?? tunnelPackets(target);
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

/** SOCKS5 needs its TCP port for datagrams too: where it is for these alone, CONNECT is refused. */
function socks(
  connect: boolean,
  users: SocksUsers | undefined,
  datagrams: PacketOutbound | null,
  { config, counters, log }: WiringContext,
): Inbound {
  const { limits } = config;
  return socksInbound({
    connect,
    users,
    associate: datagrams === null ? undefined : socksAssociate({ outbound: datagrams, limits, counters, log }),
  });
}

/** The users of a SOCKS5 port. Those of the former wiring are changed: whoever is about to say who he is asks them. */
function usersOf({ credentials }: LocalEntry, former?: Former<LocalEntry>): Pick<Wiring, "users" | "settle"> {
  if (credentials === undefined) return {};
  const users = readyUsers(credentials);
  const kept = former?.wiring.users;
  return kept === undefined ? { users } : { users: kept, settle: () => kept.replace(users) };
}

function readyUsers(credentials: readonly Credentials[]): SocksUsers {
  try {
    return new SocksUsers(credentials);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ConfigError(cause.message, { cause });
  }
}
