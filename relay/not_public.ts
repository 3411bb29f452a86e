/** The networks that are nobody's in the Internet: what a server's clients have no business with. @module */

import { type Cidr, CidrSet, parseCidr } from "./cidr.ts";

/** The networks by their kind. IPv4 inside IPv6 is judged as IPv4. */
const KINDS: Readonly<Record<string, string>> = {
  "unspecified": "0.0.0.0/8 ::/128",
  "loopback": "127.0.0.0/8 ::1/128",
  "private": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7 fec0::/10",
  "link-local": "169.254.0.0/16 fe80::/10",
  // Clouds tell secrets here; the other addresses of this kind are link-local or private.
  "metadata": "168.63.129.16/32 169.254.169.254/32 169.254.170.2/32 100.100.100.200/32 192.0.0.192/32 fd00:ec2::/32",
  "multicast": "224.0.0.0/4 ff00::/8",
  "broadcast": "255.255.255.255/32",
  // Of the protocols' own (192.0.0.0/24), benchmarks, what is not assigned; IPv4-compatible addresses, the discard
  // prefix, NAT64 of a site's own (RFC 8215), Teredo, and segment routing.
  "reserved": "192.0.0.0/24 198.18.0.0/15 240.0.0.0/4 ::/96 100::/64 64:ff9b:1::/48 2001::/32 5f00::/16",
};

/** Each kind with its networks, the narrow kinds first: they say more. */
const ORDER = ["metadata", "broadcast", "unspecified", "loopback", "private", "link-local", "multicast", "reserved"];
const SETS: readonly (readonly [kind: string, networks: CidrSet])[] = ORDER.map((kind) => [kind, setOf(KINDS[kind]!)]);

/** This machine, by its own addresses. */
export const LOOPBACK: CidrSet = setOf(KINDS["loopback"]!);

/** What a socket takes for this machine. */
export const THIS_MACHINE: CidrSet = setOf(`${KINDS["loopback"]} ${KINDS["unspecified"]}`);

/** The kind of an address that is not public, and the network that says so; null when it is public. */
export function notPublic(address: Uint8Array): { kind: string; network: Cidr } | null {
  for (const [kind, networks] of SETS) {
    const network = networks.find(address);
    if (network !== null) return { kind, network };
  }
  return null;
}

function setOf(texts: string): CidrSet {
  return new CidrSet(texts.split(" ").map((text) => parseCidr(text)!));
}
