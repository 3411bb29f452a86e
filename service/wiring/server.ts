/** A server's port: Shadowsocks comes in, and goes on straight or through proxies. @module */

import { usableMethod } from "../../config/method_choice.ts";
import type { ServerEntry } from "../../config/types.ts";
import { type MethodOptions, prepareRouter, prepareServer } from "../../crypto/method.ts";
import type { MethodRow } from "../../crypto/methods.ts";
import { preparePacketServer } from "../../crypto/packet_method.ts";
import type { PacketServer } from "../../crypto/packets.ts";
import { formatEndpoint } from "../../net/hosts.ts";
import type { Endpoint } from "../../net/types.ts";
import { identityRelayPackets } from "../../relay/inbound/identity_packets.ts";
import { identityRelayInbound } from "../../relay/inbound/identity_relay.ts";
import { shadowsocksInbound } from "../../relay/inbound/shadowsocks.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import { directPackets } from "../../relay/outbound/direct_packets.ts";
import { noPackets, proxyChain } from "../../relay/outbound/proxy_chain.ts";
import type { Inbound } from "../../relay/request.ts";
import { carried, clientMethod, methodOptions, noted } from "./methods.ts";
import type { Former, Way, Wiring, WiringContext } from "./types.ts";
import { readyProxies } from "./upstream.ts";

/**
 * A server's port.
 *
 * @param former what stands there now: its memory goes on, and its sessions where their keys do
 * @throws {KeyError} when a key is not of its form, {@linkcode ProviderError} when no provider serves the method.
 */
export async function wireServer(
  entry: ServerEntry,
  context: WiringContext,
  former?: Former<ServerEntry>,
): Promise<Wiring> {
  const row = usableMethod(entry.method, context.config.allowLegacy);
  const way = await wayOut(entry, context);
  const { acl } = context.reach;
  const admission = acl === null ? {} : { accepts: ({ host }: Endpoint) => acl.admits(host) };
  const wire = isRelay(entry) ? wireRelay : wireKeys;
  return { method: row.name, ...admission, ...await wire(row, entry, way, context, former) };
}

/** The relay role: the port's users are known to the servers behind it alone. */
async function wireRelay(row: MethodRow, entry: ServerEntry, way: Way, context: WiringContext): Promise<Wiring> {
  const { mode, tcp, udp } = carried(entry.mode);
  const options = methodOptions(context, context.config.limits.salts);
  const router = noted(context, row, await prepareRouter(row, entry.password, entry.destinations ?? [], options));
  return {
    mode,
    ...(tcp && { tcp: { inbound: identityRelayInbound(router, context.drains), outbound: way.outbound } }),
    ...(udp && { udp: { codec: identityRelayPackets(router), outbound: way.packets } }),
    close: () => router.close(),
  };
}

async function wireKeys(
  row: MethodRow,
  entry: ServerEntry,
  way: Way,
  context: WiringContext,
  former?: Former<ServerEntry>,
): Promise<Wiring> {
  const { mode, tcp, udp } = carried(entry.mode);
  const memory = (former?.wiring.method === row.name ? former.wiring.memory : undefined) ?? context.newMemory();
  const options = { ...methodOptions(context, context.config.limits.salts), memory };
  const inbound = tcp && await serverInbound(row, entry, options, context);
  const kept = former?.crypto === context.config.crypto ? former : undefined;
  const packets = udp && await serverPackets(row, entry, options, kept);
  return {
    mode,
    memory,
    ...(inbound && { tcp: { inbound, outbound: way.outbound } }),
    ...(packets && { udp: { codec: packets.codec, outbound: way.packets }, settle: packets.settle }),
  };
}

async function serverInbound(
  row: MethodRow,
  entry: ServerEntry,
  options: MethodOptions,
  context: WiringContext,
): Promise<Inbound> {
  const ready = await prepareServer(row, entry.password, entry.users ?? [], options);
  return shadowsocksInbound(noted(context, row, ready), { drains: context.drains });
}

/** Made here: on Bun, a function that is made inside one that waits keeps all that the other knows: the former wiring. */
const NOTHING = () => {};

/** The codec that is there goes on where nothing but users has changed: their sessions are in it. */
async function serverPackets(
  row: MethodRow,
  entry: ServerEntry,
  options: MethodOptions,
  former?: Former<ServerEntry>,
): Promise<{ codec: PacketServer; settle: () => void }> {
  const { users = [], password } = entry;
  const codec = former?.wiring.udp?.codec;
  if (former !== undefined && codec !== undefined && isSameKey(entry, former.entry)) {
    return { codec, settle: codec.prepareUsers?.(users) ?? NOTHING };
  }
  return { codec: await preparePacketServer(row, password, users, options), settle: NOTHING };
}

function isSameKey(a: ServerEntry, b: ServerEntry): boolean {
  const shared = ({ users = [] }: ServerEntry) => users.length > 0;
  return a.method === b.method && a.password === b.password && shared(a) === shared(b) && !isRelay(b);
}

function isRelay({ destinations = [] }: ServerEntry): boolean {
  return destinations.length > 0;
}

/** How targets are reached from a server: straight, or through the config's proxies, which carry no datagrams. */
async function wayOut(entry: ServerEntry, context: WiringContext): Promise<Way> {
  const { reach, log, config: { limits } } = context;
  const proxies = await readyProxies(context.config, (hop) => clientMethod(hop, context));
  // The servers that users are passed on to are of the config's choice, not of a client's.
  const targets = isRelay(entry) ? reach.own : reach.targets;
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
