/**
 * The address of a target as SOCKS5 (RFC 1928 §5) and Shadowsocks write it:
 *
 * ```text
 * +------+--------------------------------------+-----------------+
 * | type | 1: IPv4 (4)                          | port, big-endian|
 * |      | 3: length (1), name (1 to 255)       |                 |
 * |      | 4: IPv6 (16)                         |                 |
 * +------+--------------------------------------+-----------------+
 *    1                                                   2          bytes
 * ```
 *
 * @module
 */

import { formatIp, parseIp } from "../net/ip.ts";
import type { Endpoint } from "../net/types.ts";

const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/** The longest address: type, length, 255 bytes of name, port. */
export const MAX_ADDRESS_SIZE = 1 + 1 + 255 + 2;

/** What a name may not hold: it ends up in logs and in resolvers. */
// deno-lint-ignore no-control-regex -- control characters are what is refused
const UNFIT = /[\u0000-\u0020\u007f-\u009f]/;

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

/** Bytes that should be an address are not one. */
export class AddressError extends Error {
  override name = "AddressError";
}

/** An address, and how many bytes it took. */
export interface ParsedAddress {
  readonly target: Endpoint;
  readonly size: number;
}

/**
 * The address at the start of the bytes; null while it is incomplete.
 *
 * @throws {AddressError} when no more bytes can make it one.
 */
export function parseAddress(bytes: Uint8Array): ParsedAddress | null {
  if (bytes.length < 2) {
    if (bytes.length === 1) hostSize(bytes[0]!, 1);
    return null;
  }
  const start = bytes[0] === NAME ? 2 : 1;
  const end = start + hostSize(bytes[0]!, bytes[1]!);
  if (bytes.length < end + 2) return null;
  const host = bytes.subarray(start, end);
  const port = bytes[end]! << 8 | bytes[end + 1]!;
  return { target: { host: bytes[0] === NAME ? decodeName(host) : formatIp(host), port }, size: end + 2 };
}

/**
 * The bytes of an address.
 *
 * @throws {AddressError} when the name does not fit 255 bytes.
 */
export function putAddress({ host, port }: Endpoint): Uint8Array {
  const ip = parseIp(host);
  const name = ip ?? encoder.encode(host);
  if (name.length === 0 || name.length > 255) {
    throw new AddressError(`Cannot write the address: expected a name of 1 to 255 bytes, got ${name.length}`);
  }
  const head = ip === null ? [NAME, name.length] : [ip.length === 4 ? IPV4 : IPV6];
  return Uint8Array.from([...head, ...name, port >> 8, port & 0xff]);
}

function hostSize(type: number, length: number): number {
  if (type === IPV4) return 4;
  if (type === IPV6) return 16;
  if (type !== NAME) throw new AddressError(`Cannot read the address: expected type 1, 3 or 4, got ${type}`);
  if (length === 0) throw new AddressError("Cannot read the address: the name is empty");
  return length;
}

function decodeName(bytes: Uint8Array): string {
  try {
    const name = decoder.decode(bytes);
    if (!UNFIT.test(name)) return name;
  } catch {
    // Not UTF-8: refused as below.
  }
  throw new AddressError("Cannot read the address: the name holds bytes that no name has");
}
