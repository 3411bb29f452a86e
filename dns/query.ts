/** Queries: written, and told apart from what does not answer them. @module */

import { dnsPacket } from "./package.ts";
import { FORMAT_ERROR } from "./reply.ts";

/** What is asked of a server. */
export interface Question {
  /** Plain: lower case, ASCII, no dot at the end. */
  readonly name: string;
  readonly type: "A" | "AAAA";
}

const HEADER = 12;
const RECURSION_DESIRED = 0x100;
/** What fits through networks in one piece (DNS Flag Day 2020). */
const UDP_PAYLOAD = 1232;

/** Two random bytes, which whoever forges an answer must guess. */
export function randomId(): number {
  return crypto.getRandomValues(new Uint16Array(1))[0]!;
}

/**
 * Puts a query: header, question and, unless told otherwise, EDNS(0) (RFC 6891 §6.1).
 *
 *     +----+-------+----+----+----+----+------+------+-------+-----------------------------+
 *     | id | flags |  1 |  0 |  0 |  1 | name | type | class | OPT: the payload we can take |
 *     | 2  |   2   | 2  | 2  | 2  | 2  |  n   |  2   |   2   |              11             |
 *     +----+-------+----+----+----+----+------+------+-------+-----------------------------+
 */
export function putQuery(question: Question, id: number, edns = true): Uint8Array {
  return dnsPacket.encode({
    type: "query",
    id,
    flags: RECURSION_DESIRED,
    questions: [{ name: question.name, type: question.type }],
    additionals: edns ? [{ type: "OPT", name: ".", udpPayloadSize: UDP_PAYLOAD, flags: 0, options: [] }] : [],
  });
}

/** Where the question of a query of ours ends. */
function questionEnd(query: Uint8Array): number {
  let end = HEADER;
  while (query[end] !== 0) end += 1 + query[end]!;
  return end + 5;
}

/**
 * Whether a message is a response to this query: its id, and its question byte by byte but for upper and lower case. A
 * server that cannot read EDNS may leave the question out with its FORMERR (RFC 6891 §7). A forger who guesses the id
 * can say that too: then the query is sent again without EDNS, and no more comes of it.
 */
export function answers(query: Uint8Array, message: Uint8Array): boolean {
  if (message.length < HEADER || message[0] !== query[0] || message[1] !== query[1]) return false;
  // QR is set and the opcode is QUERY.
  if ((message[2]! & 0xf8) !== 0x80 || message[4] !== 0) return false;
  if (message[5] === 0) return hasEdns(query) && (message[3]! & 0x0f) === FORMAT_ERROR;
  return message[5] === 1 && repeatsQuestion(query, message);
}

/** Whether a query has additional records, of which EDNS(0) is the usual one. */
function hasEdns(query: Uint8Array): boolean {
  return query[10] !== 0 || query[11] !== 0;
}

function repeatsQuestion(query: Uint8Array, message: Uint8Array): boolean {
  const end = questionEnd(query);
  if (message.length < end) return false;
  for (let i = HEADER; i < end; i++) {
    if (lower(message[i]!) !== lower(query[i]!)) return false;
  }
  return true;
}

/** An ASCII letter in lower case; any other byte as it is. */
function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
