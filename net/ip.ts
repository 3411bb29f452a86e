/** IP addresses between text and bytes. @module */

import { makeSmall } from "#ffi";

const ZERO = "0".charCodeAt(0);
const DOT = ".".charCodeAt(0);
const HEX = /^[0-9a-f]{1,4}$/i;

/** What was parsed last: everyone whom a connection passes on its way asks about the same address. */
let lastText = "";
let lastBytes: Uint8Array | null = null;

/**
 * The bytes of an IPv4 (4) or IPv6 (16) address; null for anything else. A zone (`%eth0`) is not part of an address.
 *
 * @returns bytes that others have too: they are not to be changed
 */
export function parseIp(text: string): Uint8Array | null {
  if (text === lastText) return lastBytes;
  lastBytes = text.includes(":") ? parseIpv6(text) : parseIpv4(text);
  lastText = text;
  return lastBytes;
}

/** An address without its zone. */
export function withoutZone(address: string): string {
  const at = address.indexOf("%");
  return at < 0 ? address : address.slice(0, at);
}

/** The text of an address of 4 or 16 bytes. */
export function formatIp(bytes: Uint8Array): string {
  return bytes.length === 4 ? `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}` : formatIpv6(bytes);
}

/** Character by character: every connection's target is read here. */
function parseIpv4(text: string): Uint8Array | null {
  const bytes = makeSmall(4);
  let part = 0;
  let value = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (value < 0 || part === 3) return null;
      bytes[part++] = value;
      value = -1;
      continue;
    }
    const digit = code - ZERO;
    // A part that begins with 0 is 0: elsewhere it would be octal.
    if (digit < 0 || digit > 9 || value === 0) return null;
    value = Math.max(value, 0) * 10 + digit;
    if (value > 255) return null;
  }
  if (value < 0 || part !== 3) return null;
  bytes[3] = value;
  return bytes;
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseWords(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseWords(halves[1]!, true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const words = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** The 16-bit words of one side of `::`; IPv4 may stand at the end of the address. */
function parseWords(text: string, last: boolean): number[] | null {
  if (text === "") return [];
  const words: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (HEX.test(part)) {
      words.push(parseInt(part, 16));
      continue;
    }
    const ipv4 = last && i === parts.length - 1 ? parseIpv4(part) : null;
    if (ipv4 === null) return null;
    words.push(ipv4[0]! << 8 | ipv4[1]!, ipv4[2]! << 8 | ipv4[3]!);
  }
  return words;
}

/** As RFC 5952 has it; an address that maps IPv4 ends in dots. */
function formatIpv6(bytes: Uint8Array): string {
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
