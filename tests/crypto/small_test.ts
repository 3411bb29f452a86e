import { makeSmall } from "#ffi";
import { assertEquals, test } from "#test";
import { copySmall } from "../../crypto/small.ts";

test("small arrays begin with zeros, have their size, and none lies in another", () => {
  const arrays = Array.from({ length: 2000 }, (_, i) => makeSmall(i % 70));
  for (const [i, array] of arrays.entries()) {
    assertEquals([array.length, array.every((byte) => byte === 0)], [i % 70, true]);
    array.fill(i % 251 + 1);
  }
  for (const [i, array] of arrays.entries()) assertEquals(array.every((byte) => byte === i % 251 + 1), true, `${i}`);
});

test("one that is not small has its size, too", () => {
  for (const size of [256, 257, 2048, 2049, 100_000]) assertEquals(makeSmall(size), new Uint8Array(size));
});

test("a copy of a few bytes is not changed with them", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const copy = copySmall(bytes);
  bytes[0] = 9;
  assertEquals(copy, Uint8Array.of(1, 2, 3));
});
