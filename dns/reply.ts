/** Replies: what a server's message says. @module */

import { formatIp } from "../net/ip.ts";
import { dnsPacket } from "./package.ts";
import { ResolveError } from "./types.ts";

/** An address, an alias, or the start of authority that comes with a negative answer. */
export type DnsRecord =
  | { readonly kind: "address"; readonly type: "A" | "AAAA"; readonly owner: string; ttl: number; address: string }
  | { readonly kind: "alias"; readonly owner: string; readonly ttl: number; readonly target: string }
  | { readonly kind: "authority"; readonly owner: string; readonly ttl: number };

/** What a reply says. */
export interface Reply {
  /** 0 is success, 3 that there is no such name. */
  readonly code: number;
  /** Whether more is to be had by TCP. */
  readonly truncated: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
}

/** Codes of replies (RFC 1035 §4.1.1). */
export const NO_ERROR = 0;
export const FORMAT_ERROR = 1;
export const NO_SUCH_NAME = 3;

/** Bytes of the longest message: TCP's length has 16 bits. */
export const MAX_MESSAGE = 0xffff;
/** Records of a reply that are looked at; no server means well with more. */
export const MAX_RECORDS = 2000;

const HEADER = 12;
const CLASS_IN = 1;

/**
 * Parses a reply that is known to have one question; what stands behind the authorities is not looked at.
 *
 *     +----+-------+----+---------+-------------+-------------+----------+---------+-------------+
 *     | id | flags |  1 | answers | authorities | additionals | question | answers | authorities |
 *     | 2  |   2   | 2  |    2    |      2      |      2      |    n     |    …    |      …      |
 *     +----+-------+----+---------+-------------+-------------+----------+---------+-------------+
 *
 * @throws {ResolveError} `server` at anything malformed.
 */
export function parseReply(message: Uint8Array): Reply {
  try {
    return parse(message);
  } catch (cause) {
    if (cause instanceof ResolveError) throw cause;
    throw new ResolveError("server", "Cannot read the reply of a DNS server: it is malformed", { cause });
  }
}

function parse(message: Uint8Array): Reply {
  if (message.length < HEADER || message.length > MAX_MESSAGE) throw malformed(`it has ${message.length} bytes`);
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const counts = [view.getUint16(6), view.getUint16(8)] as const;
  if (counts[0] + counts[1] > MAX_RECORDS) throw malformed(`it has more than ${MAX_RECORDS} records`);
  const code = message[3]! & 0x0f;
  // What was cut off may be cut anywhere: it is asked for again as a whole.
  if ((message[2]! & 0x02) !== 0) return { code, truncated: true, answers: [], authorities: [] };
  dnsPacket.name.decode(message, HEADER);
  const reader = new RecordReader(view, message, HEADER + dnsPacket.name.decode.bytes + 4);
  return { code, truncated: false, answers: reader.read(counts[0]), authorities: reader.read(counts[1]) };
}

/**
 * Reads one record after the other. The package reads the names; lengths are followed here, since it believes the type
 * of a record more than its length.
 *
 *     +------+------+-------+-----+--------+------+
 *     | name | type | class | ttl | length | data |
 *     |  n   |  2   |   2   |  4  |   2    |  …   |
 *     +------+------+-------+-----+--------+------+
 */
class RecordReader {
  readonly #view: DataView;
  readonly #message: Uint8Array;
  #offset: number;

  constructor(view: DataView, message: Uint8Array, offset: number) {
    this.#view = view;
    this.#message = message;
    this.#offset = offset;
  }

  /** The next records; of those of other types and classes nothing is kept. */
  read(count: number): DnsRecord[] {
    const records: DnsRecord[] = [];
    for (let i = 0; i < count; i++) {
      const record = this.#next();
      if (record !== null) records.push(record);
    }
    return records;
  }

  #next(): DnsRecord | null {
    const owner = dnsPacket.name.decode(this.#message, this.#offset).toLowerCase();
    const fixed = this.#offset + dnsPacket.name.decode.bytes;
    const length = this.#view.getUint16(fixed + 8);
    const data = fixed + 10;
    this.#offset = data + length;
    if (this.#offset > this.#message.length) throw malformed("a record goes beyond its end");
    if (this.#view.getUint16(fixed + 2) !== CLASS_IN) return null;
    // RFC 2181 §8: the sign bit means 0.
    const ttl = Math.max(0, this.#view.getInt32(fixed + 4));
    return this.#record(this.#view.getUint16(fixed), owner, ttl, data, length);
  }

  #record(type: number, owner: string, ttl: number, data: number, length: number): DnsRecord | null {
    if (type === 1) return this.#address("A", 4, owner, ttl, data, length);
    if (type === 28) return this.#address("AAAA", 16, owner, ttl, data, length);
    if (type === 5) {
      const target = dnsPacket.cname.decode(this.#message, data - 2).toLowerCase();
      return { kind: "alias", owner, ttl, target };
    }
    if (type !== 6) return null;
    const { minimum } = dnsPacket.soa.decode(this.#message, data - 2);
    // RFC 2308 §5: a negative answer lives as long as the lesser of the two.
    return { kind: "authority", owner, ttl: Math.min(ttl, Math.max(0, minimum | 0)) };
  }

  #address(
    type: "A" | "AAAA",
    size: number,
    owner: string,
    ttl: number,
    data: number,
    length: number,
  ): DnsRecord {
    if (length !== size) throw malformed(`an ${type} record has ${length} bytes, expected ${size}`);
    return { kind: "address", type, owner, ttl, address: formatIp(this.#message.subarray(data, data + size)) };
  }
}

function malformed(reason: string): ResolveError {
  return new ResolveError("server", `Cannot read the reply of a DNS server: ${reason}`);
}
