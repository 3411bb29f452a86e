/** The records of a reply. @module */

import { formatIp } from "../net/ip.ts";
import { dnsPacket } from "./package.ts";
import { ResolveError } from "./types.ts";

/** An address, an alias, or the start of authority that comes with a negative answer. */
export type DnsRecord =
  | {
    readonly kind: "address";
    readonly type: "A" | "AAAA";
    readonly owner: string;
    readonly ttl: number;
    readonly address: string;
  }
  | { readonly kind: "alias"; readonly owner: string; readonly ttl: number; readonly target: string }
  | { readonly kind: "authority"; readonly owner: string; readonly ttl: number };

const CLASS_IN = 1;

/**
 * Reads one record after the other. The package reads the names; lengths are followed here, since it believes the type
 * of a record more than its length.
 *
 *     +------+------+-------+-----+--------+------+
 *     | name | type | class | ttl | length | data |
 *     |  n   |  2   |   2   |  4  |   2    |  …   |
 *     +------+------+-------+-----+--------+------+
 */
export class RecordReader {
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

/** Something in a reply is not as it must be. */
export function malformed(reason: string): ResolveError {
  return new ResolveError("server", `Cannot read the reply of a DNS server: ${reason}`);
}
