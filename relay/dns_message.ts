/**
 * As much of a DNS message as one who passes it on needs to know (RFC 1035 §4.1).
 *
 * ```text
 * header:    id (2) | flags (2) | questions (2) | answers (2) | authorities (2) | additionals (2)
 * question:  name: labels (length 1 to 63, bytes) …, 0 | type (2) | class (2)
 * OPT:       0 | type 41 (2) | the payload that the asker can take (2) | …   (RFC 6891 §6.1.2)
 * ```
 *
 * @module
 */

/** Bytes in a header. */
export const HEADER_SIZE = 12;
/** What a UDP answer may have where the asker says nothing (RFC 1035 §4.2.1), and the most that we send. */
const SMALL_PAYLOAD = 512;
const MOST_PAYLOAD = 4096;

const MAX_NAME = 255;
const MAX_LABEL = 63;
const OPT = 41;

/** Flags, in the header's third and fourth byte. */
const RESPONSE = 0x80;
const OPCODE = 0x78;
const TRUNCATED = 0x02;
const RECURSION_DESIRED = 0x01;
const RECURSION_AVAILABLE = 0x80;

/** Codes of answers that we make ourselves. */
export const FAILED = { format: 1, server: 2, noSuchName: 3, notImplemented: 4 } as const;

/** Types of records that are addresses, with the bytes of one (RFC 1035 §3.4.1, RFC 3596 §2). */
export const ADDRESS_SIZES: ReadonlyMap<number, number> = new Map([[1, 4], [28, 16]]);

/** What a query asks. */
export interface Query {
  /** In lower case, without the dot at the end; bytes that no host's name has are `\ddd`. */
  readonly name: string;
  readonly type: number;
  /** Where the question ends. */
  readonly end: number;
}

/** What a message is: a query, a code to answer it with, or null for what may not be answered. */
export function parseQuery(message: Uint8Array): Query | number | null {
  if (message.length < HEADER_SIZE || (message[2]! & RESPONSE) !== 0) return null;
  if ((message[2]! & OPCODE) !== 0) return FAILED.notImplemented;
  const [questions, answers] = [uint16(message, 4), uint16(message, 6)];
  if (questions !== 1 || answers !== 0) return FAILED.format;
  return parseQuestion(message) ?? FAILED.format;
}

function parseQuestion(message: Uint8Array): Query | null {
  const labels: string[] = [];
  let at = HEADER_SIZE;
  for (let length = message[at]; length !== 0; length = message[at]) {
    // A pointer, which no first name has anywhere to point to, is longer than any label.
    if (length === undefined || length > MAX_LABEL || at + 1 + length - HEADER_SIZE >= MAX_NAME) return null;
    labels.push(labelOf(message.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  const end = at + 5;
  return end > message.length ? null : { name: labels.join("."), type: uint16(message, at + 1), end };
}

function labelOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes).replace(/[^!-~]|[.\\]/g, escaped).toLowerCase();
}

function escaped(character: string): string {
  return `\\${character.charCodeAt(0).toString().padStart(3, "0")}`;
}

/** An answer of our own to a query: its header and question, if it was understood, with a code and no records. */
export function putFailure(message: Uint8Array, end: number, code: number): Uint8Array {
  const answer = message.slice(0, end);
  answer[2] = RESPONSE | (message[2]! & (OPCODE | RECURSION_DESIRED));
  answer[3] = RECURSION_AVAILABLE | code;
  answer.fill(0, 4, HEADER_SIZE);
  if (end > HEADER_SIZE) answer[5] = 1;
  return answer;
}

/**
 * An answer of our own with addresses of the type that the query asks for:
 *
 * ```text
 * header | question | each: pointer to the question's name (2) | type (2) | class (2) | ttl (4) | size (2) | address
 * ```
 */
export function putAddresses(message: Uint8Array, { end, type }: Query, ttl: number, all: Uint8Array[]): Uint8Array {
  const addresses = all.filter(({ length }) => length === ADDRESS_SIZES.get(type));
  const records = addresses.flatMap((address) => {
    const seconds = [ttl >>> 24, ttl >>> 16 & 0xff, ttl >>> 8 & 0xff, ttl & 0xff];
    return [0xc0, HEADER_SIZE, 0, type, 0, 1, ...seconds, 0, address.length, ...address];
  });
  const answer = Uint8Array.from([...putFailure(message, end, 0), ...records]);
  answer.set([addresses.length >> 8, addresses.length & 0xff], 6);
  return answer;
}

/** The answer as it fits a datagram to the asker of the query: itself, or its head, which bids it ask by TCP. */
export function fitted(answer: Uint8Array, message: Uint8Array, { end }: Pick<Query, "end">): Uint8Array {
  if (answer.length <= payloadOf(message, end)) return answer;
  const head = answer.slice(0, end);
  head[2]! |= TRUNCATED;
  head.fill(0, 6, HEADER_SIZE);
  return head;
}

/** The largest answer that the asker can take in a datagram. */
function payloadOf(message: Uint8Array, end: number): number {
  const says = uint16(message, 10) > 0 && message.length >= end + 5 && message[end] === 0 &&
    uint16(message, end + 1) === OPT;
  return says ? Math.min(MOST_PAYLOAD, Math.max(SMALL_PAYLOAD, uint16(message, end + 3))) : SMALL_PAYLOAD;
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! << 8 | bytes[at + 1]!;
}
