/** A local DNS port: who is asked, and by what. @module */

import type { LocalEntry } from "../../config/types.ts";
import { server } from "../../dns/servers.ts";
import { askByTcp } from "../../dns/tcp.ts";
import { askByUdp } from "../../dns/udp.ts";
import type { Endpoint } from "../../net/types.ts";
import type { PacketOutbound } from "../../relay/datagrams.ts";
import { dnsInbound } from "../../relay/inbound/dns.ts";
import { type AskDns, type Carrier, DnsAnswers, type DnsAnswersOptions } from "../../relay/inbound/dns_answers.ts";
import { dnsPacketOutbound, dnsPackets } from "../../relay/inbound/dns_packets.ts";
import type { Limits } from "../../relay/limits.ts";
import type { Log } from "../../relay/log.ts";
import { askThroughPackets, askThroughStream } from "../../relay/outbound/dns.ts";
import { askTargets } from "../../relay/outbound/dns_targets.ts";
import type { Outbound } from "../../relay/request.ts";
import type { Targets } from "../../relay/targets.ts";
import type { Wiring } from "./types.ts";

/** Who is asked through the tunnel where the config names nobody. */
export const DEFAULT_REMOTE_DNS: Endpoint = { host: "8.8.8.8", port: 53 };

/** What a DNS port stands on. */
export interface DnsPortContext {
  readonly limits: Limits;
  readonly log: Log;
  /** Through the Shadowsocks servers. */
  readonly outbound: Outbound;
  /** The same for datagrams; null where they go nowhere. */
  readonly packets: PacketOutbound | null;
  /** Looks local names up where the config names no server for them. */
  readonly targets: Targets;
  /** Whom a name is left to: all are remote unless given. */
  readonly decide?: DnsAnswersOptions["decide"];
}

/** What the port is made of, for TCP, UDP or both. */
export function wireDns(entry: LocalEntry, context: DnsPortContext): Pick<Wiring, "tcp" | "udp" | "close"> {
  const { limits, log, outbound, decide } = context;
  const answers = new DnsAnswers({
    remote: remoteOf(entry, context),
    local: entry.localDns === undefined ? resolvedOf(context.targets) : localOf(entry.localDns),
    ...(decide && { decide }),
    limits,
    log,
  });
  return {
    ...(entry.mode !== "udp_only" && { tcp: { inbound: dnsInbound(answers, limits), outbound } }),
    ...(entry.mode !== "tcp_only" && { udp: { codec: dnsPackets(), outbound: dnsPacketOutbound(answers) } }),
    close: () => answers.close(),
  };
}

/** What came in a datagram goes on in one only where that is asked for, and possible. */
function remoteOf(
  { remoteDns = DEFAULT_REMOTE_DNS, remoteDnsOver = "tcp" }: LocalEntry,
  { outbound, packets }: DnsPortContext,
): Record<Carrier, AskDns> {
  const tcp = askThroughStream(outbound, remoteDns);
  return { tcp, udp: remoteDnsOver === "udp" && packets !== null ? askThroughPackets(packets, remoteDns) : tcp };
}

/** Whichever way a query came, a resolver looks it up. */
function resolvedOf(targets: Targets): Record<Carrier, AskDns> {
  const ask = askTargets(targets);
  return { tcp: ask, udp: ask };
}

/** From here, queries go on as they came. */
function localOf({ host, port }: Endpoint): Record<Carrier, AskDns> {
  return {
    tcp: (query, limits) => askByTcp(server("tcp", host, port), query, limits),
    udp: (query, limits) => askByUdp(server("udp", host, port), query, limits),
  };
}
