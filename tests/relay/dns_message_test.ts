import { assert, assertEquals, test } from "#test";
import { putQuery } from "../../dns/query.ts";
import { FAILED, fitted, HEADER_SIZE, parseQuery, putFailure } from "../../relay/dns_message.ts";
import { randomBytes, seeded } from "../crypto/random.ts";
import { fromHex, toHex } from "../vectors/hex.ts";

const HEADER = "abcd" + "0100" + "0001" + "0000" + "0000" + "0000";
const EXAMPLE = "076578616d706c6503636f6d00" + "0001" + "0001";

/** A query with one question. */
function queryOf(question: string, flags = "0100"): Uint8Array {
  return fromHex(HEADER.replace("0100", flags) + question);
}

test("a query's name and type are read, and where its question ends", () => {
  const names: [string, string][] = [
    [EXAMPLE, "example.com"],
    ["00" + "00020001", ""],
    ["03612e6204635c2033" + "00" + "000f0001", "a\\046b.c\\092\\0323"],
    ["02c3a9" + "00" + "00010001", "\\195\\169"],
    ["045f646e73045f756470" + "00" + "00100001", "_dns._udp"],
  ];
  for (const [question, name] of names) {
    const message = queryOf(question);
    const query = parseQuery(message);
    assert(query !== null && typeof query !== "number", question);
    assertEquals([query.name, query.end], [name, message.length]);
    assertEquals(query.type, parseInt(question.slice(-8, -4), 16));
  }
  const upper = parseQuery(queryOf("074558414d504c4503434f4d00" + "00010001"));
  assertEquals(upper, { name: "example.com", type: 1, end: 29 });
});

test("a name of 255 bytes is one, and one of 256 is none", () => {
  const label = "3f" + "61".repeat(63);
  const fits = label.repeat(3) + "3d" + "61".repeat(61) + "00";
  assertEquals(fits.length / 2, 255);
  assert(typeof parseQuery(queryOf(fits + "00010001")) === "object");
  const long = label.repeat(3) + "3e" + "61".repeat(62) + "00";
  assertEquals(parseQuery(queryOf(long + "00010001")), FAILED.format);
});

test("what is no query is not answered, and what is no good one is answered with why", () => {
  const whole = queryOf(EXAMPLE);
  for (let size = 0; size < HEADER_SIZE; size++) assertEquals(parseQuery(whole.subarray(0, size)), null);
  for (let size = HEADER_SIZE; size < whole.length; size++) {
    assertEquals(parseQuery(whole.subarray(0, size)), FAILED.format);
  }
  assertEquals(parseQuery(queryOf(EXAMPLE, "8180")), null);
  for (const flags of ["0800", "1000", "2000", "2800", "7900"]) {
    assertEquals(parseQuery(queryOf(EXAMPLE, flags)), FAILED.notImplemented);
  }
  for (const question of ["c00c" + "00010001", "40" + "61".repeat(64) + "00" + "00010001", "0161c00c00010001"]) {
    assertEquals(parseQuery(queryOf(question)), FAILED.format, question);
  }
  for (const counts of ["00000000", "00020000", "00010001"]) {
    assertEquals(parseQuery(fromHex("abcd0100" + counts + "00000000" + EXAMPLE)), FAILED.format, counts);
  }
});

test("an answer of our own bears the id, the question and the code", () => {
  const message = fromHex(HEADER.replace(/0000$/, "0001") + EXAMPLE + "0000291000000000000000");
  assertEquals(toHex(putFailure(message, 29, FAILED.server)), "abcd" + "8182" + "0001000000000000" + EXAMPLE);
  assertEquals(toHex(putFailure(message, HEADER_SIZE, FAILED.format)), "abcd" + "8181" + "0000000000000000");
  assertEquals(toHex(putFailure(queryOf(EXAMPLE, "2800"), 12, FAILED.notImplemented)).slice(4, 8), "a884");
});

test("an answer fits the datagram that its asker can take, or is cut to its head", () => {
  const plain = putQuery({ name: "example.com", type: "A" }, 7, false);
  const edns = putQuery({ name: "example.com", type: "A" }, 7);
  const sizes: [Uint8Array, number][] = [[plain, 512], [edns, 1232]];
  for (const [message, most] of sizes) {
    const end = 29;
    const answer = (size: number) => {
      const bytes = new Uint8Array(size).fill(9);
      bytes.set(message.subarray(0, end));
      bytes.set([0x81, 0x80, 0, 1, 0, 40, 0, 2, 0, 1], 2);
      return bytes;
    };
    assertEquals(fitted(answer(most), message, { end }).length, most);
    const cut = fitted(answer(most + 1), message, { end });
    assertEquals(toHex(cut), "0007" + "8380" + "0001000000000000" + toHex(message.subarray(12, end)));
  }
  edns.set([0, 1], 29 + 3);
  const small = new Uint8Array(512);
  assert(fitted(small, edns, { end: 29 }) === small, "512 bytes fit whatever is said");
  edns.set([0xff, 0xff], 29 + 3);
  assertEquals(fitted(new Uint8Array(4097), edns, { end: 29 }).length, 29);
});

test("any bytes at all are a query, a code or nothing, and are answered within themselves", () => {
  const below = seeded(7);
  const good = fromHex(HEADER.replace(/0000$/, "0001") + EXAMPLE + "0000291000000000000000");
  let queries = 0;
  for (let i = 0; i < 200_000; i++) {
    const message = below(4) === 0 ? randomBytes(below, below(80)).slice() : good.slice(0, below(good.length + 1));
    // Half of the changes are past the header.
    for (let n = below(4); n > 0 && message.length > 0; n--) message[below(message.length)] = below(256);
    const query = parseQuery(message);
    if (query === null || typeof query === "number") continue;
    queries++;
    assert(query.end <= message.length && query.name.length <= 4 * 255 && /^[!-~]*$/.test(query.name));
    assertEquals(putFailure(message, query.end, FAILED.server).length, query.end);
    assert(fitted(new Uint8Array(600), message, query).length <= 600);
  }
  assert(queries > 10_000, `only ${queries} were queries`);
});
