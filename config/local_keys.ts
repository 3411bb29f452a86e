/** The keys about what a client serves to applications, each with its check. @module */

import { parseCidr } from "../relay/cidr.ts";
import type { Place } from "./address.ts";
import { checkChoice, checkPlace, checkPort, checkTarget } from "./check.ts";
import { DEFAULT_DNS_PORT } from "./defaults.ts";
import { PROTOCOL_OF, type Role } from "./keys.ts";
import type { Parts } from "./parts.ts";
import type { LocalEntry } from "./types.ts";
import { quoted, refused, type Where, wrong } from "./wrong.ts";

/** Puts one value into the parts. */
type Reader = (value: unknown, where: Where, parts: Parts, role: Role) => void;

/** What a client serves. */
const PROTOCOLS: readonly LocalEntry["protocol"][] = ["socks", "tunnel", "dns"];

/** What the client of shadowsocks-rust serves beside it. */
const OF_OTHERS = ["http", "redir", "tun", "fake-dns"];

/** The keys by name. An empty address is none. */
export const LOCAL_KEYS = {
  protocol: readProtocol,
  tunnel_address: (value, where, parts) => {
    if (value !== "") parts.target = checkTarget(value, where);
  },
  remote_dns_address: (value, where, parts) => {
    if (value !== "") parts.remoteDns = checkRemoteDns(value, where);
  },
  remote_dns_port: (value, where, parts) => parts.remoteDnsPort = checkPort(value, where, 1),
  remote_dns_over: (value, where, parts) => parts.remoteDnsOver = checkChoice(value, where, ["tcp", "udp"]),
  local_dns_address: (value, where, parts) => {
    if (value !== "") parts.localDns = checkLocalDns(value, where);
  },
  local_dns_port: (value, where, parts) => parts.localDnsPort = checkPort(value, where, 1),
} as const satisfies Record<string, Reader>;

/** A DNS server that is asked through the tunnel. A zone says nothing to the server that asks it. */
export function checkRemoteDns(value: unknown, where: Where): Place {
  const place = checkPlace(value, where);
  if (place.port !== 0 && !place.host.includes("%")) return place;
  throw wrong(where, value, "an IP address without a zone or a name, with :PORT from 1 behind it or without");
}

/** A DNS server that is asked from here: its name could not be looked up without one. */
export function checkLocalDns(value: unknown, where: Where): Place {
  const expected = "an IP address, with :PORT from 1 behind it or without";
  if (typeof value !== "string") throw wrong(where, value, expected);
  const place = checkPlace(value, where);
  if (place.port === 0 || parseCidr(place.host) === null) throw wrong(where, value, expected);
  return place;
}

/** What of a file can only be judged when all its keys are read: `source` is its name in messages. */
export function checkLocalTogether(parts: Parts, source: string, role: Role): void {
  joinPort(parts, "remoteDns", "remoteDnsPort", { source, key: "remote_dns_port" });
  joinPort(parts, "localDns", "localDnsPort", { source, key: "local_dns_port" });
  if (role !== "local") return;
  const { protocol = "socks", target, remoteDns, remoteDnsOver, localDns } = parts;
  if (protocol === "tunnel" && target === undefined) {
    throw refused({ source, key: "protocol" }, 'is tunnel, which leads nowhere: expected "tunnel_address" beside it');
  }
  if (protocol !== "tunnel" && target !== undefined) {
    const reason = 'belongs to a tunnel: expected "protocol": "tunnel", or umbra tunnel to be run';
    throw refused({ source, key: "tunnel_address" }, reason);
  }
  const key = remoteDns ? "remote_dns_address" : remoteDnsOver ? "remote_dns_over" : localDns && "local_dns_address";
  if (protocol === "dns" || key === undefined) return;
  throw refused({ source, key }, 'belongs to a DNS port: expected "protocol": "dns", or umbra dns to be run');
}

/** An address and a port that stand under keys of their own, as one. */
function joinPort(
  parts: Parts,
  address: "remoteDns" | "localDns",
  port: "remoteDnsPort" | "localDnsPort",
  where: Where,
): void {
  const { [address]: place, [port]: own } = parts;
  delete parts[port];
  if (place === undefined) {
    // It says no more than what holds anyhow.
    if (own === undefined || own === DEFAULT_DNS_PORT) return;
    throw refused(where, `names a port alone, expected "${where.key.replace("port", "address")}" beside it`);
  }
  if (place.port !== undefined && own !== undefined) {
    throw refused(where, `names a port, and so does ${where.key.replace("port", "address")}: expected one of the two`);
  }
  parts[address] = { host: place.host, port: place.port ?? own ?? DEFAULT_DNS_PORT };
}

/** How applications speak to the client: one command serves what the file says, the others say so already. */
function readProtocol(value: unknown, where: Where, parts: Parts, role: Role): void {
  const served = role === "server" ? undefined : PROTOCOL_OF[role];
  if (served !== undefined && value !== served) {
    throw wrong(where, value, `${served}, which is all that umbra ${role} serves`);
  }
  if (served !== undefined) return;
  if (typeof value === "string" && OF_OTHERS.includes(value)) {
    throw refused(where, `${quoted(value)} is not supported in this version, expected one of ${PROTOCOLS.join(", ")}`);
  }
  parts.protocol = checkChoice(value, where, PROTOCOLS);
}
