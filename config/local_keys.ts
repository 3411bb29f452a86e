/** The keys about what a client serves to applications, each with its check. @module */

import { parseCidr } from "../relay/cidr.ts";
import type { Place } from "./address.ts";
import { checkChoice, checkPlace, checkPort, checkTarget, checkTargetHost, checkText } from "./check.ts";
import { readCredentials } from "./credentials.ts";
import { PROTOCOL_OF } from "./keys.ts";
import type { Parts } from "./parts.ts";
import type { Reader, Reading } from "./reading.ts";
import type { LocalEntry } from "./types.ts";
import { quoted, refused, type Where, wrong } from "./wrong.ts";

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
  forward_address: (value, where, parts) => {
    if (value !== "") parts.forwardHost = checkTargetHost(value, where);
  },
  forward_port: (value, where, parts) => parts.forwardPort = checkPort(value, where, 1),
  credentials: (value, where, parts) => parts.credentials = readCredentials(value, where),
  socks5_auth_config_path: (value, where, parts) => {
    if (value !== "" && value !== null) parts.credentialsFile = checkText(value, where);
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

/** How applications speak to the client: one command serves what the file says, the others say so already. */
function readProtocol(value: unknown, where: Where, parts: Parts, { role }: Reading): void {
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
