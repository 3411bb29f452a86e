/**
 * `struct sockaddr` as Linux lays it out:
 *
 * ```text
 * IPv4: family u16 | port u16be | address 4
 * IPv6: family u16 | port u16be | flow 4 | address 16 | scope 4
 * ```
 *
 * @module
 */

import { plainHost } from "./hosts.ts";
import type { Endpoint } from "./types.ts";

const AF_INET = 2;
const AF_INET6 = 10;

/** The endpoint in a `sockaddr`; null when it is of another family. */
export function parseSocketAddress(bytes: Uint8Array): Endpoint | null {
  const family = bytes[0]! | bytes[1]! << 8;
  const port = bytes[2]! << 8 | bytes[3]!;
  if (family === AF_INET) return { host: bytes.subarray(4, 8).join("."), port };
  if (family === AF_INET6) return { host: plainHost(formatIpv6(bytes.subarray(8, 24))), port };
  return null;
}

/** The text of an IPv6 address as RFC 5952 has it; one that maps IPv4 ends in dots. */
export function formatIpv6(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => bytes[2 * i]! << 8 | bytes[2 * i + 1]!);
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) {
    return `::ffff:${bytes.subarray(12, 16).join(".")}`;
  }
  const { start, length } = longestZeros(words);
  const hex = words.map((word) => word.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(words: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
