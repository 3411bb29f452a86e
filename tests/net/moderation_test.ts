import { assert, assertEquals, runtime, test } from "#test";
import { openLibc } from "../../net/libc.ts";
import { Moderation } from "../../net/moderation.ts";

const KIB = 1024;

/** The turns, by their number, after which the thread was held: each has its bytes, and its milliseconds after the last. */
function heldAfter(turns: readonly (readonly [bytes: number, gap: number])[]): number[] {
  const held: number[] = [];
  let now = 1000;
  let at = 0;
  const moderation = new Moderation(() => held.push(at), () => now);
  for (const [bytes, gap] of turns) {
    now += gap;
    moderation.count(bytes);
    moderation.endTurn();
    at++;
  }
  return held;
}

test("bulk is paused for from its 256th KiB on", () => {
  assertEquals(heldAfter(Array(8).fill([64 * KIB, 0.1])), [3, 4, 5, 6, 7]);
});

test("a page of a web site is not bulk, and neither is one after the other", () => {
  assertEquals(heldAfter(Array(3).fill([64 * KIB, 0.1])), []);
  assertEquals(heldAfter(Array(100).fill([100 * KIB, 0.6])), []);
});

test("small turns are not bulk, however many they are", () => {
  assertEquals(heldAfter(Array(1000).fill([15 * KIB, 0.01])), []);
});

test("a turn that was full needs no pause, and counts as bulk for the next one", () => {
  assertEquals(heldAfter([[512 * KIB, 0.1], [512 * KIB, 0.1], [20 * KIB, 0.1], [128 * KIB, 0.1]]), [2]);
});

test("after a gap bulk begins anew", () => {
  assertEquals(heldAfter([[512 * KIB, 0.1], [20 * KIB, 0.1], [20 * KIB, 0.6], [20 * KIB, 0.1]]), [1]);
});

test("what several reads of a turn carry is counted together, and once", () => {
  let holds = 0;
  const moderation = new Moderation(() => holds++, () => 1);
  for (let i = 0; i < 20; i++) moderation.count(15 * KIB);
  moderation.endTurn();
  moderation.endTurn();
  assertEquals(holds, 0);
  moderation.count(20 * KIB);
  moderation.endTurn();
  assertEquals(holds, 1);
});

/** How long a hundred turns of bulk take by the real call, in milliseconds. */
function realBulk(): number {
  const moderation = new Moderation();
  const start = performance.now();
  for (let i = 0; i < 100; i++) {
    moderation.count(64 * KIB);
    moderation.endTurn();
  }
  return performance.now() - start;
}

// libc, which stays open, is opened ahead of the test.
realBulk();

test("the thread is really held, for the time of a pause", () => {
  const milliseconds = realBulk();
  assert(milliseconds > 5, `${runtime}: ${milliseconds} ms`);
}, { skip: openLibc() === null });
