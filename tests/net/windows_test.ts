import { assert, assertEquals, assertThrows, test } from "#test";
import { makeFirstSlabs, WindowPool } from "../../net/windows.ts";
import { seeded } from "../crypto/random.ts";

test("No two windows that are out share a byte, under any order of taking and giving", () => {
  const below = seeded(0x817);
  const pool = new WindowPool(64, 4);
  const out: { window: Uint8Array; mark: number }[] = [];
  for (let step = 0; step < 3000; step++) {
    if (below(2) === 0 && out.length < 40) {
      const window = pool.take();
      assertEquals(window.length, 64);
      const mark = below(256);
      window.fill(mark);
      out.push({ window, mark });
    } else if (out.length > 0) {
      const [{ window, mark }] = out.splice(below(out.length), 1) as [typeof out[number]];
      assert(window.every((byte) => byte === mark), `step ${step}`);
      pool.give(window);
    }
  }
  for (const { window, mark } of out) assert(window.every((byte) => byte === mark));
});

test("The window that was given back last is the next one out", () => {
  const pool = new WindowPool(16, 8);
  const [a, b] = [pool.take(), pool.take()];
  pool.give(a);
  assert(pool.take() === a);
  pool.give(b);
  pool.give(a);
  assert(pool.take() === a);
  assert(pool.take() === b);
});

test("A slab that is wholly unused is let go some seconds later, the last one is kept", () => {
  let now = 0;
  const pool = new WindowPool(16, 2, () => now);
  const windows = Array.from({ length: 6 }, () => pool.take());
  const slabs = new Set(windows.map((window) => window.buffer));
  assertEquals(slabs.size, 3);
  for (const window of windows) pool.give(window);
  const same = Array.from({ length: 6 }, () => pool.take());
  assertEquals(new Set(same.map((window) => window.buffer)).symmetricDifference(slabs).size, 0);
  now = 5001;
  for (const window of same) pool.give(window);
  const again = Array.from({ length: 4 }, () => pool.take());
  const kept = new Set(again.map((window) => window.buffer)).intersection(slabs);
  assertEquals(kept.size, 1);
  // What was let go is not of the pool any more.
  const [gone] = slabs.difference(kept);
  assertThrows(() => pool.give(new Uint8Array(gone!, 0, 16)), Error, "not of this pool");
});

test("A slab of which much was used is let go when none of it was for some seconds, though it is the last", () => {
  const size = 1024 * 1024;
  for (const [count, kept] of [[8, true], [9, false]] as const) {
    let now = 0;
    const pool = new WindowPool(size, 16, () => now);
    const windows = Array.from({ length: count }, () => pool.take());
    for (const window of windows) pool.give(window);
    for (const [time, isSame] of [[4999, true], [6000, true], [12_000, kept]] as const) {
      const next = pool.take();
      assertEquals(next.buffer === windows[0]!.buffer, isSame, `${count} windows, ${time}`);
      now = time;
      pool.give(next);
    }
  }
});

test("A window of another pool, or of none, is refused", () => {
  const [pool, other] = [new WindowPool(16, 2), new WindowPool(16, 2)];
  const window = other.take();
  assertThrows(() => pool.give(window), Error, "not of this pool");
  assertThrows(() => pool.give(new Uint8Array(16)), Error, "not of this pool");
  other.give(window);
});

test("A first slab that was made ahead is the one that the first window comes from", () => {
  const pool = new WindowPool(16, 4);
  const [ahead, plain] = [buffersMade(() => makeFirstSlabs()), buffersMade(() => makeFirstSlabs())];
  assert(ahead >= 1, "there was none before");
  assertEquals(plain, 0, "a pool gets one slab ahead");
  assertEquals(buffersMade(() => pool.take()), 0);
});

test("A pool that has let its last slab go gets one ahead again", () => {
  const size = 1024 * 1024;
  let now = 0;
  const pool = new WindowPool(size, 16, () => now);
  const windows = Array.from({ length: 9 }, () => pool.take());
  // Other pools' first.
  makeFirstSlabs();
  now = 5001;
  for (const window of windows) pool.give(window);
  assertEquals(buffersMade(() => makeFirstSlabs()), 1);
  assertEquals(buffersMade(() => pool.take()), 0);
});

/** How many buffers a call makes. */
function buffersMade(call: () => void): number {
  const real = globalThis.ArrayBuffer;
  let made = 0;
  globalThis.ArrayBuffer = new Proxy(real, {
    construct(target, args) {
      made++;
      return Reflect.construct(target, args);
    },
  });
  try {
    call();
  } finally {
    globalThis.ArrayBuffer = real;
  }
  return made;
}
