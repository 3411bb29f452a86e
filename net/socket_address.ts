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

import { makeSmall } from "#ffi";
import { plainHost } from "./hosts.ts";
import { formatIp, parseIp, withoutZone } from "./ip.ts";
import { openLibc } from "./libc.ts";
import type { Endpoint } from "./types.ts";

const AF_INET = 2;
const AF_INET6 = 10;

/** Bytes for the name of an interface: more than one has, and as many as stay where they are while C reads them. */
const NAME_SIZE = 128;

/** The endpoint in a `sockaddr`; null when it is of another family. */
export function parseSocketAddress(bytes: Uint8Array): Endpoint | null {
  const family = bytes[0]! | bytes[1]! << 8;
  const port = bytes[2]! << 8 | bytes[3]!;
  if (family === AF_INET) return { host: formatIp(bytes.subarray(4, 8)), port };
  if (family === AF_INET6) return { host: plainHost(formatIp(bytes.subarray(8, 24))) + zoneOf(bytes), port };
  return null;
}

/** What tells on which link a link-local address is (RFC 4007 §11): the number of our interface. */
function zoneOf(bytes: Uint8Array): string {
  const isLinkLocal = bytes[8] === 0xfe && (bytes[9]! & 0xc0) === 0x80;
  const scope = bytes[24]! | bytes[25]! << 8 | bytes[26]! << 16 | bytes[27]! << 24;
  return isLinkLocal && scope > 0 ? `%${scope}` : "";
}

/** The number of an interface, by that or by its name; 0 where there is none. */
function scopeOf(zone: string): number {
  if (/^\d{1,9}$/.test(zone)) return Number(zone);
  // The last byte stays the end of a string of C.
  const name = new Uint8Array(NAME_SIZE);
  new TextEncoder().encodeInto(zone, name.subarray(0, -1));
  return openLibc()?.if_nametoindex(name) ?? 0;
}

/** Bytes of an IPv4 and of an IPv6 `sockaddr`. */
const SIZE = { ipv4: 16, ipv6: 28 } as const;

/** The bytes of endpoints that were put before: whoever answers a client does so again. */
const known = new WeakMap<Endpoint, { readonly mapped: boolean; readonly bytes: Uint8Array }>();

/**
 * Puts the `sockaddr` of an endpoint whose host is an IP address, with a zone or without, and returns its size: 0 for
 * any other host, which the system then refuses.
 *
 * @param mapped whether the socket is an IPv6 one, which is told IPv4 inside IPv6
 */
export function putSocketAddress(endpoint: Endpoint, mapped: boolean, out: Uint8Array): number {
  let entry = known.get(endpoint);
  if (entry?.mapped !== mapped) {
    const bytes = makeSmall(SIZE.ipv6);
    entry = { mapped, bytes: bytes.subarray(0, writeSocketAddress(endpoint, mapped, bytes)) };
    known.set(endpoint, entry);
  }
  out.set(entry!.bytes);
  return entry!.bytes.length;
}

/** As `putSocketAddress`, for an endpoint that is put once: nothing is remembered. */
export function writeSocketAddress({ host, port }: Endpoint, mapped: boolean, out: Uint8Array): number {
  const address = withoutZone(host);
  const ip = parseIp(address);
  if (ip === null) return 0;
  const wide = ip.length === 16 || mapped;
  const size = wide ? SIZE.ipv6 : SIZE.ipv4;
  out.fill(0, 0, size);
  out[0] = wide ? AF_INET6 : AF_INET;
  out[2] = port >> 8;
  out[3] = port & 0xff;
  if (!wide) {
    out.set(ip, 4);
  } else if (ip.length === 16) {
    out.set(ip, 8);
  } else {
    out[18] = out[19] = 0xff;
    out.set(ip, 20);
  }
  if (wide && address.length < host.length) putScope(scopeOf(host.slice(address.length + 1)), out);
  return size;
}

function putScope(scope: number, out: Uint8Array): void {
  for (let i = 0; i < 4; i++) out[24 + i] = scope >> 8 * i;
}

/** Endpoints that an address cache remembers. */
const MAX_CACHED = 4096;

/** The endpoints of addresses seen before: the same address gives the same object. */
export class AddressCache {
  readonly #endpoints = new Map<number, Endpoint>();

  /** The endpoint of a `sockaddr`. */
  endpoint(bytes: Uint8Array): Endpoint {
    const at = bytes[0] === AF_INET6 ? 20 : 4;
    // An IPv4 address and its port are 48 bits: a number. IPv6 is looked at anew each time.
    const isIpv4 = at === 4 || isMapped(bytes);
    if (!isIpv4) return parseSocketAddress(bytes)!;
    const ip = (bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!) >>> 0;
    const key = ip * 0x10000 + (bytes[2]! << 8 | bytes[3]!);
    let endpoint = this.#endpoints.get(key);
    if (endpoint === undefined) {
      if (this.#endpoints.size >= MAX_CACHED) this.#endpoints.clear();
      endpoint = parseSocketAddress(bytes)!;
      this.#endpoints.set(key, endpoint);
    }
    return endpoint;
  }
}

function isMapped(bytes: Uint8Array): boolean {
  for (let i = 8; i < 18; i++) if (bytes[i] !== 0) return false;
  return bytes[18] === 0xff && bytes[19] === 0xff;
}
