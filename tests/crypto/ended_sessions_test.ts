import { assert, assertEquals, test } from "#test";
import { EndedSessions } from "../../crypto/ended_sessions.ts";
import { sessionKey } from "../../crypto/packet_sessions.ts";
import { seeded } from "./random.ts";

/** The key of the session with this number. */
function keyOf(number: number): string {
  const header = new Uint8Array(16);
  new DataView(header.buffer).setBigUint64(0, BigInt(number) * 0x9e3779b97f4a7c15n & 0xffffffffffffffffn);
  return sessionKey(header);
}

test("of every session that ended within the last minute the newest id is known", () => {
  const below = seeded(0x5e55);
  const ended = new EndedSessions();
  const model = new Map<number, { newest: number; at: number }>();
  let now = 1_000_000;
  for (let step = 0; step < 20_000; step++) {
    const number = below(5000);
    const newest = below(2 ** 31) * 1024;
    now += below(40) === 0 ? below(20) : 0;
    ended.add(keyOf(number), newest, now);
    model.set(number, { newest, at: now });
    const other = below(5000);
    const known = model.get(other);
    const told = ended.newestOf(keyOf(other));
    if (known === undefined) assertEquals(told, -1);
    else if (now - known.at <= 60) assert(told >= known.newest, `${told}, ${known.newest}, ${now - known.at}`);
  }
});

test("the session whose id is nought is one like any other", () => {
  const ended = new EndedSessions();
  assertEquals(ended.newestOf(keyOf(0)), -1);
  ended.add(keyOf(0), 0, 1);
  assertEquals(ended.newestOf(keyOf(0)), 0);
  assertEquals(ended.newestOf(keyOf(1)), -1);
});

test("sessions of one id are each user's own", () => {
  const ended = new EndedSessions();
  ended.add(`${keyOf(1)} eve`, 2 ** 53 - 2, 1);
  assertEquals([" ada", " evf", ""].map((user) => ended.newestOf(keyOf(1) + user)), [-1, -1, -1]);
  ended.add(`${keyOf(1)} ada`, 7, 1);
  ended.add(keyOf(1), 8, 1);
  for (let i = 2; i < 1000; i++) ended.add(`${keyOf(i)} ada`, i, 1);
  assertEquals([" ada", " eve", ""].map((user) => ended.newestOf(keyOf(1) + user)), [7, 2 ** 53 - 2, 8]);
});

test("a session of which nothing came leaves nothing", () => {
  const ended = new EndedSessions();
  ended.add(keyOf(7), -1, 1);
  assertEquals(ended.newestOf(keyOf(7)), -1);
});

test("what ended more than two minutes ago is forgotten when the next one ends", () => {
  const ended = new EndedSessions();
  ended.add(keyOf(1), 5, 1000);
  ended.add(keyOf(2), 5, 1121);
  assertEquals([ended.newestOf(keyOf(1)), ended.newestOf(keyOf(2))], [-1, 5]);
});

test("however many end at once, the newest 65,536 are known, and not all of many more", () => {
  const ended = new EndedSessions();
  const count = 200_000;
  for (let i = 0; i < count; i++) ended.add(keyOf(i), i, 1000);
  for (let i = count - 65_536; i < count; i++) assertEquals(ended.newestOf(keyOf(i)), i);
  let known = 0;
  for (let i = 0; i < count; i++) known += ended.newestOf(keyOf(i)) < 0 ? 0 : 1;
  assert(known <= 131_072, `${known}`);
});
