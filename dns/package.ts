/** The package that knows the shape of DNS messages, under declarations of our own. @module */

import { cname, encode, name, soa } from "@leichtgewicht/dns-packet";

/** Reads one part of a message; `bytes` says how long the part was that it read last. */
interface Decoder<T> {
  (message: Uint8Array, offset: number): T;
  readonly bytes: number;
}

/** What the package gives of a start of authority. */
interface Authority {
  readonly minimum: number;
}

/** A query as the package writes it. */
interface QueryPacket {
  type: "query";
  id: number;
  flags: number;
  questions: { name: string; type: "A" | "AAAA" }[];
  additionals: { type: "OPT"; name: "."; udpPayloadSize: number; flags: number; options: [] }[];
}

/** The part of the package that is used. Its own declarations lack `bytes`, and some of what it takes. */
interface DnsPacket {
  encode(packet: QueryPacket): Uint8Array;
  name: { decode: Decoder<string> };
  cname: { decode: Decoder<string> };
  soa: { decode: Decoder<Authority> };
}

// The declarations that it ships are of another shape than what it does: through `unknown` to what we know of it.
const parts: unknown = { encode, name, cname, soa };

/** Writes queries, and reads names and what records hold. Throws plain errors at what is malformed. */
export const dnsPacket = parts as DnsPacket;
