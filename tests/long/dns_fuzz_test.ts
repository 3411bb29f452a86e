/** A million answers, good ones with some bytes changed and noise: the parser knows one error, and comes to an end. */

import { memoryUsage } from "node:process";
import { assert, test } from "#test";
import { follow } from "../../dns/chain.ts";
import { answers, putQuery } from "../../dns/query.ts";
import { MAX_RECORDS, parseReply } from "../../dns/reply.ts";
import { ResolveError } from "../../dns/types.ts";
import { address, alias, authority, bytes, reply } from "../dns/written.ts";

const ROUNDS = 1_000_000;
/** Milliseconds that one answer may take: what hangs takes longer, whatever else the machine does. */
const HANG = 2000;
/** Bytes by which memory may grow from the first tenth on: noise of the collector, not a leak. */
const GROWTH = 64 * 1024 * 1024;

const question = { name: "www.some-host.example", type: "A" } as const;
const query = putQuery(question, 0x1234);
const { name } = question;

/** Valid answers of several kinds. */
const VALID: readonly Uint8Array[] = [
  reply(query, { answers: [address(name, "192.0.2.1"), address(name, "192.0.2.2", 7)] }),
  reply(query, {
    answers: [alias(name, "a.example"), alias("a.example", "b.example"), address("b.example", "192.0.2.1")],
  }),
  reply(query, { answers: [alias(name, "elsewhere.example")], authorities: [] }),
  reply(query, { code: 3, authorities: [authority("example", 60, 60)] }),
  reply(query, { answers: Array.from({ length: 40 }, (_, i) => address(name, `10.0.0.${i}`)) }),
  reply(query, { answers: Array.from({ length: 4 }, () => address(name, "2001:db8::1")) }),
  withPointers(),
];

/** An answer whose names point to the question, as servers write them. */
function withPointers(): Uint8Array {
  const pointed = (type: number, data: number[]) => [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data];
  const records = [pointed(5, [1, 97, 0xc0, 16]), pointed(1, [192, 0, 2, 1]), pointed(1, [192, 0, 2, 2])];
  const message = bytes(reply(query, {}), ...records);
  message[7] = records.length;
  return message;
}

/** Numbers that look random and are the same at each run (xorshift). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A valid answer with one to four bytes changed. */
function changed(next: (below: number) => number): Uint8Array {
  const message = VALID[next(VALID.length)]!.slice();
  const changes = 1 + next(4);
  for (let i = 0; i < changes; i++) message[next(message.length)] = next(256);
  return message;
}

/** Noise behind a header that is noise too, half of the time with counts that lead somewhere. */
function noise(next: (below: number) => number): Uint8Array {
  const message = Uint8Array.from({ length: next(120) }, () => next(4) === 0 ? 0xc0 : next(256));
  if (message.length > 12 && next(2) === 0) message.set([0, 1, 0, next(5), 0, next(3)], 4);
  return message;
}

/** What became of them. */
interface Tally {
  /** Changed messages, and those of them that were read past the header and the question without an error. */
  changed: number;
  good: number;
  slowest: number;
}

/** Reads one answer; throws whatever is not the declared error. */
function read(message: Uint8Array): boolean {
  try {
    answers(query, message);
    const parsed = parseReply(message);
    follow(question, parsed);
    return parsed.answers.length + parsed.authorities.length > 0;
  } catch (cause) {
    if (cause instanceof ResolveError && cause.fault === "server") return false;
    throw new Error(`Expected ResolveError, at ${[...message]}`, { cause });
  }
}

test("a million answers give nothing but the declared error, in time and without growing", () => {
  const next = numbers(20240607);
  const tally: Tally = { changed: 0, good: 0, slowest: 0 };
  let early = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const isChanged = round % 2 === 0;
    const message = isChanged ? changed(next) : noise(next);
    const start = performance.now();
    const good = read(message);
    tally.slowest = Math.max(tally.slowest, performance.now() - start);
    if (isChanged) tally.changed++;
    if (isChanged && good) tally.good++;
    if (round === ROUNDS / 10) early = memoryUsage().rss;
  }
  const growth = memoryUsage().rss - early;
  const past = Math.round(100 * tally.good / tally.changed);
  console.log(
    `${past} % of the changed ones past the header; slowest ${tally.slowest.toFixed(1)} ms; memory ${growth} bytes`,
  );
  assert(past >= 30, `${past} % past the header`);
  assert(tally.slowest < HANG, `${tally.slowest} ms`);
  assert(growth < GROWTH, `grew by ${growth} bytes`);
}, { limit: 300 });

test("the longest way to a name, gone for as many records as are looked at, takes no time that counts", () => {
  // One record whose data are pointers, each to the one before; all other records begin at the last of them.
  const before = reply(query, {}).length + 3 + 10;
  const pointers = Array.from({ length: 8000 }, (_, i) => pointer(i === 0 ? 12 : before + 2 * (i - 1)));
  const holder = { owner: "x", type: 16, ttl: 1, data: bytes(...pointers) };
  const record = [...pointer(before + 2 * 7999), 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 192, 0, 2, 1];
  const message = bytes(reply(query, { answers: [holder] }), ...Array.from({ length: MAX_RECORDS - 1 }, () => record));
  message.set([MAX_RECORDS >> 8, MAX_RECORDS & 0xff], 6);
  const start = performance.now();
  assert(read(message), "it is valid");
  const took = performance.now() - start;
  console.log(`the worst answer took ${took.toFixed(0)} ms`);
  assert(took < HANG, `${took} ms`);
});

/** A pointer to an offset of the message. */
function pointer(offset: number): number[] {
  return [0xc0 | offset >> 8, offset & 0xff];
}
