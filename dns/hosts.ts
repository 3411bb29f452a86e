/** The hosts file (hosts(5)). @module */

import { env } from "#net";
import { formatIp, parseIp } from "../net/ip.ts";

/** Names and their addresses, in the order of the file. */
export type Hosts = ReadonlyMap<string, readonly string[]>;

/** Where the file stands; on Windows in the system's folder. */
export function hostsPath(): string {
  const windows = env("SystemRoot");
  return windows === undefined ? "/etc/hosts" : `${windows}\\System32\\drivers\\etc\\hosts`;
}

/** Parses the file: lines of an address and its names; others are passed over. */
export function parseHosts(text: string): Hosts {
  const hosts = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [place = "", ...names] = line.replace(/#.*$/, "").trim().split(/\s+/);
    const bytes = parseIp(place);
    if (bytes === null) continue;
    for (const name of names) add(hosts, name.toLowerCase().replace(/\.$/, ""), formatIp(bytes));
  }
  return hosts;
}

function add(hosts: Map<string, string[]>, name: string, address: string): void {
  const addresses = hosts.get(name);
  if (addresses === undefined) hosts.set(name, [address]);
  else if (!addresses.includes(address)) addresses.push(address);
}

/** The addresses of a name of this machine: by the file, and for localhost and what is under it always (RFC 6761 §6.3). */
export function localAddresses(name: string, hosts: Hosts): readonly string[] | null {
  const known = hosts.get(name);
  if (known !== undefined) return known;
  return name === "localhost" || name.endsWith(".localhost") ? ["127.0.0.1", "::1"] : null;
}
