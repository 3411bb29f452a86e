/** The keys about names and about where connections go, each with its check. @module */

import { parseCidr } from "../relay/cidr.ts";
import { checkBoolean, checkChoice, checkText } from "./check.ts";
import { readHops } from "./hops.ts";
import { readBounded } from "./limits.ts";
import { readNameServers } from "./name_servers.ts";
import type { Parts } from "./parts.ts";
import type { DnsConfig, OutboundConfig } from "./types.ts";
import { refused, type Where, wrong } from "./wrong.ts";

/** Puts one value into the parts. */
type Reader = (value: unknown, where: Where, parts: Parts) => void;

/** The keys by name. */
export const OUTBOUND_KEYS = {
  forbidden_ip: outbound((value, where) => ({ forbidden: readForbidden(value, where) })),
  denied: outbound((value, where) => ({ denied: checkChoice(value, where, ["private", "loopback", "nothing"]) })),
  allow_private: outbound((value, where) => ({ allowPrivate: readAllowed(value, where) })),
  outbound_proxy: (value, where, parts) => parts.outboundProxy = readHops(value, where),
  acl: (value, where, parts) => {
    if (value !== "") parts.acl = checkText(value, where);
  },
  dns: servers,
  nameserver: servers,
  dns_server: servers,
  ipv6_first: dns((value, where) => ({ ipv6First: checkBoolean(value, where) })),
  prefer_ipv6: dns((value, where) => ({ ipv6First: checkBoolean(value, where) })),
  ipv6_only: dns((value, where) => ({ ipv6Only: checkBoolean(value, where) })),
  dns_cache_size: dns((value, where) => ({ cacheSize: readBounded(value, where, "count", 0) })),
} as const satisfies Record<string, Reader>;

/** A reader of a part of what is said about where connections go. */
function outbound(read: (value: unknown, where: Where) => OutboundConfig): Reader {
  return (value, where, parts) => parts.outbound = { ...parts.outbound, ...read(value, where) };
}

/** A reader of a part of what is said about names. */
function dns(read: (value: unknown, where: Where) => DnsConfig): Reader {
  return (value, where, parts) => parts.dns = { ...parts.dns, ...read(value, where) };
}

/** Three programs have three names for it; two of them in one file would be two opinions. */
function servers(value: unknown, where: Where, parts: Parts): void {
  const read = readNameServers(value, where);
  if (read === null) return;
  if (parts.dns?.servers !== undefined) throw refused(where, "name servers are named by another key too");
  parts.dns = { ...parts.dns, servers: read };
}

/** Networks in a list, or with commas between. */
function readNetworks(value: unknown, where: Where): string[] {
  const expected = "networks like 10.0.0.0/8 in a list, or with commas between";
  const items: unknown = typeof value === "string" ? value.split(",").map((item) => item.trim()) : value;
  if (items === null || value === "") return [];
  if (!Array.isArray(items)) throw wrong(where, value, expected);
  return items.map((item: unknown) => {
    if (typeof item !== "string" || parseCidr(item) === null) throw wrong(where, item, expected);
    return item;
  });
}

/**
 * Networks that are denied. The Python program takes an address that ends in zeros for a network of its own reckoning
 * (10.0.0.0 for 10.0.0.0/7): read as one address it would deny less than its writer may rely on.
 */
function readForbidden(value: unknown, where: Where): string[] {
  const items = readNetworks(value, where);
  const unclear = items.find((item) => /[1-9a-f].*(\.0|::)$/i.test(item));
  if (unclear !== undefined) throw wrong(where, unclear, `its bits too: ${unclear}/BITS`);
  return items;
}

/** All of it, none, or these networks. */
function readAllowed(value: unknown, where: Where): boolean | string[] {
  return typeof value === "boolean" ? value : readNetworks(value, where);
}
