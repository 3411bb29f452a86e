/** Sets of networks, IPv4 and IPv6, that are asked often: sorted ranges and a binary search. @module */

import { formatIp, parseIp } from "../net/ip.ts";

/** A network. */
export interface Cidr {
  /** Its first address, 4 or 16 bytes. */
  readonly first: Uint8Array;
  /** How many bits are the network's. */
  readonly bits: number;
}

/**
 * `ADDRESS` or `ADDRESS/BITS`; null when it is neither. Bits behind the network's are left out, and IPv4 that is written
 * inside IPv6 is IPv4.
 */
export function parseCidr(text: string): Cidr | null {
  const [address = "", bitsText, more] = text.split("/");
  const bytes = parseIp(address);
  if (bytes === null || more !== undefined) return null;
  if (bitsText !== undefined && !/^\d{1,3}$/.test(bitsText)) return null;
  const bits = bitsText === undefined ? bytes.length * 8 : Number(bitsText);
  if (bits > bytes.length * 8) return null;
  const first = masked(bytes, bits, 0);
  return bits >= MAPPED_BITS && isMapped(bytes)
    ? { first: first.slice(12), bits: bits - MAPPED_BITS }
    : { first, bits };
}

/** Bits before an IPv4 address that is written inside IPv6 (RFC 4291 §2.5.5.2). */
const MAPPED_BITS = 96;

function isMapped(bytes: Uint8Array): boolean {
  return bytes.length === 16 && bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff &&
    bytes[11] === 0xff;
}

/** The network as people write it. */
export function formatCidr({ first, bits }: Cidr): string {
  return bits === first.length * 8 ? formatIp(first) : `${formatIp(first)}/${bits}`;
}

/** Networks of both families. */
export class CidrSet {
  /** How many networks were given. */
  readonly size: number;
  readonly #ipv4: Ranges;
  readonly #ipv6: Ranges;

  constructor(cidrs: readonly Cidr[]) {
    this.size = cidrs.length;
    this.#ipv4 = new Ranges(1, cidrs.filter(({ first }) => first.length === 4));
    this.#ipv6 = new Ranges(4, cidrs.filter(({ first }) => first.length === 16));
  }

  /** The widest network that holds the address; null when none does. */
  find(address: Uint8Array): Cidr | null {
    return (address.length === 4 ? this.#ipv4 : this.#ipv6).find(address);
  }

  /** Whether a network holds the address. */
  has(address: Uint8Array): boolean {
    return this.find(address) !== null;
  }
}

/** The networks of one family, those inside others left out: what is left is disjoint. */
class Ranges {
  readonly #width: number;
  readonly #cidrs: Cidr[] = [];
  readonly #firsts: Uint32Array;
  readonly #lasts: Uint32Array;
  readonly #asked: Uint32Array;

  /** @param width how many 32-bit words an address has */
  constructor(width: number, cidrs: readonly Cidr[]) {
    this.#width = width;
    this.#asked = new Uint32Array(width);
    const sorted = [...cidrs].sort((a, b) => compareBytes(a.first, b.first) || a.bits - b.bits);
    for (const cidr of sorted) {
      const before = this.#cidrs.at(-1);
      if (before === undefined || !holds(before, cidr.first)) this.#cidrs.push(cidr);
    }
    this.#firsts = new Uint32Array(this.#cidrs.length * width);
    this.#lasts = new Uint32Array(this.#cidrs.length * width);
    for (const [i, { first, bits }] of this.#cidrs.entries()) {
      putWords(first, this.#firsts, i * width);
      putWords(masked(first, bits, 0xff), this.#lasts, i * width);
    }
  }

  find(address: Uint8Array): Cidr | null {
    putWords(address, this.#asked, 0);
    let low = 0;
    let high = this.#cidrs.length;
    while (low < high) {
      const middle = low + high >>> 1;
      if (this.#compare(this.#firsts, middle) < 0) high = middle;
      else low = middle + 1;
    }
    return low > 0 && this.#compare(this.#lasts, low - 1) <= 0 ? this.#cidrs[low - 1]! : null;
  }

  /** The asked address against the one at a place: below 0 when it is the smaller one. */
  #compare(words: Uint32Array, place: number): number {
    for (let i = 0, at = place * this.#width; i < this.#width; i++, at++) {
      if (this.#asked[i] !== words[at]) return this.#asked[i]! - words[at]!;
    }
    return 0;
  }
}

function putWords(bytes: Uint8Array, words: Uint32Array, at: number): void {
  for (let i = 0; i < bytes.length; i += 4) {
    words[at + i / 4] = (bytes[i]! << 24 | bytes[i + 1]! << 16 | bytes[i + 2]! << 8 | bytes[i + 3]!) >>> 0;
  }
}

/** The address with all bits behind the first ones as in `fill`. */
function masked(bytes: Uint8Array, bits: number, fill: 0 | 0xff): Uint8Array {
  return bytes.map((byte, i) => {
    const mask = 0xff << Math.min(8, Math.max(0, 8 - (bits - i * 8))) & 0xff;
    return byte & mask | fill & ~mask;
  });
}

function holds({ first, bits }: Cidr, address: Uint8Array): boolean {
  return compareBytes(masked(address, bits, 0), first) === 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
