import { assertEquals, test } from "#test";
import { Growth } from "../../net/growth.ts";

/** The counts at which growth by 10 was told. */
function toldAt(...counts: readonly number[]): number[] {
  const told: number[] = [];
  let now = 0;
  const growth = new Growth(10, () => told.push(now));
  for (now of counts) growth.note(now);
  return told;
}

test("Growth is told at each step above the count at which it was told last", () => {
  assertEquals(toldAt(...Array.from({ length: 35 }, (_, i) => i + 1)), [10, 20, 30]);
});

test("A count that only goes up and down is never told", () => {
  assertEquals(toldAt(1, 9, 2, 9, 3, 9, 0, 9), []);
});

test("A count that has fallen is told when it has grown again by a step", () => {
  assertEquals(toldAt(25, 12, 21, 22, 31, 32), [25, 22, 32]);
});

test("A jump over several steps is told once", () => {
  assertEquals(toldAt(55, 64, 65), [55, 65]);
});
