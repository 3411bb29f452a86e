/** Replies as they come off the wire. */

import { assert, assertEquals, assertThrows, test } from "#test";
import { answers, putQuery, randomId } from "../../dns/query.ts";
import { MAX_RECORDS, parseReply } from "../../dns/reply.ts";
import { ResolveError } from "../../dns/types.ts";
import { address, alias, authority, bytes, questionOf, reply, wireName, wireRecord } from "./written.ts";

const query = putQuery({ name: "www.example", type: "A" }, 0x1234);

/** A reply with these bytes where the answers stand. */
function rawReply(count: number, ...parts: Iterable<number>[]): Uint8Array {
  const message = bytes(reply(query, {}), ...parts);
  message[6] = count >> 8;
  message[7] = count & 0xff;
  return message;
}

function isMalformed(message: Uint8Array): void {
  assertEquals(assertThrows(() => parseReply(message), ResolveError).fault, "server");
}

test("a query has one question, wants recursion and says what it can take", () => {
  assertEquals(questionOf(query), { name: "www.example", type: "A" });
  assertEquals([...query.subarray(0, 12)], [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  assertEquals([...query.subarray(-11)], [0, 0, 41, 1232 >> 8, 1232 & 0xff, 0, 0, 0, 0, 0, 0]);
  assertEquals(putQuery({ name: "www.example", type: "A" }, 1, false).length, query.length - 11);
});

test("ids are not told by those before", () => {
  assert(new Set(Array.from({ length: 1000 }, randomId)).size > 950);
});

test("records are read, and those of other types and classes passed over", () => {
  const txt = { owner: "www.example", type: 16, ttl: 1, data: new Uint8Array(300) };
  const chaos = wireRecord(address("www.example", "192.0.2.9"));
  chaos[wireName("www.example").length + 3] = 3;
  const records = [alias("www.example", "Real.Example", 30), txt, address("real.example", "192.0.2.1")].map(wireRecord);
  assertEquals(parseReply(rawReply(4, ...records, chaos)).answers, [
    { kind: "alias", owner: "www.example", ttl: 30, target: "real.example" },
    { kind: "address", type: "A", owner: "real.example", ttl: 60, address: "192.0.2.1" },
  ]);
});

test("names may point to what stood before", () => {
  const record = bytes([0xc0, 12], [0, 28, 0, 1, 0, 0, 0, 9, 0, 16], [0x20, 1, 0xd, 0xb8], new Array(11).fill(0), [1]);
  assertEquals(parseReply(rawReply(1, record)).answers, [
    { kind: "address", type: "AAAA", owner: "www.example", ttl: 9, address: "2001:db8::1" },
  ]);
});

test("a negative answer lives as long as the lesser of both numbers", () => {
  for (const [ttl, minimum] of [[60, 10], [10, 60]] as const) {
    const { code, authorities } = parseReply(
      reply(query, { code: 3, authorities: [authority("example", ttl, minimum)] }),
    );
    assertEquals(code, 3);
    assertEquals(authorities, [{ kind: "authority", owner: "example", ttl: 10 }]);
  }
});

test("a time to live with the sign bit is 0", () => {
  const [record] = parseReply(reply(query, { answers: [address("www.example", "192.0.2.1", 0x80000001)] })).answers;
  assertEquals(record?.ttl, 0);
});

test("what is cut off is not looked at", () => {
  const message = bytes(reply(query, { truncated: true }), [0xff, 0xff]);
  message[7] = 9;
  assertEquals(parseReply(message), { code: 0, truncated: true, answers: [], authorities: [] });
});

test("malformed replies are an error of the server", () => {
  const record = wireRecord(address("www.example", "192.0.2.1"));
  isMalformed(new Uint8Array(0));
  isMalformed(new Uint8Array(11));
  isMalformed(rawReply(1));
  isMalformed(rawReply(2, record));
  for (let length = 1; length < record.length; length++) isMalformed(rawReply(1, record.subarray(0, length)));
  isMalformed(rawReply(1, wireRecord({ owner: "www.example", type: 1, ttl: 1, data: new Uint8Array(5) })));
  isMalformed(rawReply(1, wireRecord({ owner: "www.example", type: 28, ttl: 1, data: new Uint8Array(4) })));
  isMalformed(rawReply(MAX_RECORDS + 1));
});

test("pointers that lead ahead or in a circle are malformed", () => {
  const own = reply(query, {}).length;
  for (const target of [own, own + 2, 0x3fff]) {
    isMalformed(rawReply(1, [0xc0 | target >> 8, target & 0xff], new Array(20).fill(0)));
  }
});

test("a message answers a query with its id and its question, and none other", () => {
  const good = reply(query, {});
  assert(answers(query, good));
  const other = (name: string, id = 0x1234) => reply(putQuery({ name, type: "A" }, id), {});
  assert(answers(query, other("WWW.exAmple")), "in another case");
  assert(!answers(query, other("www.example", 0x1235)));
  assert(!answers(query, other("www.exbmple")));
  assert(!answers(query, reply(putQuery({ name: "www.example", type: "AAAA" }, 0x1234), {})));
  assert(!answers(query, query), "a query is no answer");
  for (let length = 0; length < good.length; length++) assert(!answers(query, good.subarray(0, length)));
});

test("a format error needs no question where the query has EDNS", () => {
  const bare = bytes([0x12, 0x34, 0x81, 0x81], new Array(8).fill(0));
  assert(answers(query, bare));
  assert(answers(query, bytes(bare, [0])), "more behind it");
  assertEquals(parseReply(bare), { code: 1, truncated: false, answers: [], authorities: [] });
  assert(!answers(query, bare.subarray(0, 11)));
  assert(!answers(putQuery({ name: "www.example", type: "A" }, 0x1234, false), bare), "without EDNS");
  for (const [at, value] of [[0, 0x13], [1, 0x35], [2, 0x01], [2, 0x89], [3, 0x80], [3, 0x82], [4, 1]] as const) {
    const other = bare.slice();
    other[at] = value;
    assert(!answers(query, other), `byte ${at} is ${value}`);
  }
});
