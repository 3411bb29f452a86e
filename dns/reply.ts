/** Replies: what a server's message says. @module */

import { dnsPacket } from "./package.ts";
import { type DnsRecord, malformed, RecordReader } from "./records.ts";
import { ResolveError } from "./types.ts";

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

/**
 * Parses a reply that is known to have one question, or none and FORMERR; what stands behind the authorities is not
 * looked at.
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
  const truncated = (message[2]! & 0x02) !== 0;
  // What was cut off may be cut anywhere: it is asked for again as a whole. FORMERR may stand in a header alone.
  if (truncated || code === FORMAT_ERROR) return { code, truncated, answers: [], authorities: [] };
  dnsPacket.name.decode(message, HEADER);
  const reader = new RecordReader(view, message, HEADER + dnsPacket.name.decode.bytes + 4);
  return { code, truncated: false, answers: reader.read(counts[0]), authorities: reader.read(counts[1]) };
}
