import { assertEquals, test } from "#test";
import { WindowSizes } from "../../net/window_sizes.ts";

test("Large windows are given out up to their number, and again once one is back", () => {
  const windows = new WindowSizes(100, 1000, 2);
  const [a, b] = [windows.take(101), windows.take(1000)];
  assertEquals([a.length, b.length, windows.size], [1000, 1000, 100]);
  windows.give(a);
  assertEquals([windows.size, windows.take(windows.size).length, windows.size], [1000, 1000, 100]);
});

test("What fits into a small window takes one, and they are not counted", () => {
  const windows = new WindowSizes(100, 1000, 1);
  const small = [1, 100, 50].map((wanted) => windows.take(wanted));
  assertEquals([...small.map(({ length }) => length), windows.size], [100, 100, 100, 1000]);
  for (const window of small) windows.give(window);
  const large = windows.take(500);
  windows.give(windows.take(100));
  assertEquals(windows.size, 100);
  windows.give(large);
  assertEquals(windows.size, 1000);
});
