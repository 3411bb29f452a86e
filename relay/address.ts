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

import { ADDRESS_TYPE, addressSize } from "../crypto/socks_address.ts";
import { formatIp, parseIp } from "../net/ip.ts";
import type { Endpoint } from "../net/types.ts";

export type { Endpoint } from "../net/types.ts";

/** The longest address: type, length, 255 bytes of name, port. */
export const MAX_ADDRESS_SIZE = 1 + 1 + 255 + 2;

/** What a name may not hold: it ends up in logs and in resolvers. */
// deno-lint-ignore no-control-regex -- control characters are what is refused
const UNFIT = /[\u0000-\u0020\u007f-\u009f]/;

// A byte order mark is a part of the name like any other character, not a mark to leave out.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

const NOTHING = new Uint8Array(0);

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
  const size = addressSize(bytes);
  if (size === 0) {
    throw new AddressError("Cannot read the address: expected type 1, 3 or 4, and a name that is not empty");
  }
  if (size < 0 || bytes.length < size) return null;
  const isName = bytes[0] === ADDRESS_TYPE.name;
  const host = bytes.subarray(isName ? 2 : 1, size - 2);
  const port = bytes[size - 2]! << 8 | bytes[size - 1]!;
  return { target: { host: isName ? decodeName(host) : formatIp(host), port }, size };
}

/** Parses the addresses of one association, which are mostly the same: the last one is remembered. */
export class AddressMemo {
  #bytes = NOTHING;
  #last: ParsedAddress | null = null;

  /** As {@linkcode parseAddress}; the same bytes give the same object. */
  parse(bytes: Uint8Array): ParsedAddress | null {
    if (this.#last !== null && startsWith(bytes, this.#bytes)) return this.#last;
    const parsed = parseAddress(bytes);
    if (parsed !== null) {
      this.#last = parsed;
      this.#bytes = bytes.slice(0, parsed.size);
    }
    return parsed;
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  if (bytes.length < start.length) return false;
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false;
  return true;
}

/** The addresses of endpoints that were put before: whoever answers does so again. */
const known = new WeakMap<Endpoint, Uint8Array>();

/** As {@linkcode putAddress}, remembered with the endpoint; the bytes are not to be changed. */
export function addressOf(endpoint: Endpoint): Uint8Array {
  let bytes = known.get(endpoint);
  if (bytes === undefined) {
    bytes = putAddress(endpoint);
    known.set(endpoint, bytes);
  }
  return bytes;
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
  const head = ip === null
    ? [ADDRESS_TYPE.name, name.length]
    : [ip.length === 4 ? ADDRESS_TYPE.ipv4 : ADDRESS_TYPE.ipv6];
  return Uint8Array.from([...head, ...name, port >> 8, port & 0xff]);
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
