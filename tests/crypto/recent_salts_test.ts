import { assert, assertEquals, test } from "#test";
import { RecentSalts } from "../../crypto/recent_salts.ts";
import { makeSharedSalts, sharedSaltMemory, type SharedSalts } from "../../crypto/salt_memory.ts";
import { randomBytes, seeded } from "./random.ts";
import { counting } from "./scripted_random.ts";

test("A salt is kept for exactly 60 seconds", () => {
  for (const start of [0, 1_700_000_000, 1_700_000_000.25]) {
    const salts = new RecentSalts();
    assertEquals(salts.add(counting(16), start), true);
    for (const later of [0, 0.001, 30, 59.999, 60]) {
      assertEquals(salts.add(counting(16), start + later), false, `${later}`);
    }
    assertEquals(salts.add(counting(16), start + 60.001), true);
    assertEquals(salts.size, 1);
  }
});

test("A salt that is refused does not live longer for it", () => {
  const salts = new RecentSalts();
  salts.add(counting(16), 100);
  assertEquals(salts.add(counting(16), 159), false);
  assertEquals(salts.add(counting(16), 161), true);
});

test("Salts go in the order in which they came, and none before its time", () => {
  const salts = new RecentSalts();
  for (let i = 0; i < 100; i++) salts.add(counting(32, i), i);
  assertEquals(salts.size, 100 - 39);
  for (let i = 0; i < 100; i++) assertEquals(salts.add(counting(32, i), 100), i < 40, `salt ${i}`);
});

test("A clock that is set back forgets nothing early", () => {
  const salts = new RecentSalts();
  salts.add(counting(16), 1000);
  salts.add(counting(16, 1), 900);
  assertEquals(salts.add(counting(16), 900), false);
  assertEquals(salts.add(counting(16, 1), 961), false);
  assertEquals(salts.add(counting(16), 1060), false);
  assertEquals(salts.add(counting(16), 1060.5), true);
});

test("Salts that differ in one bit are different salts", () => {
  const salts = new RecentSalts();
  for (let bit = 0; bit < 256; bit++) {
    const salt = new Uint8Array(32);
    salt[bit >> 3] = 1 << (bit & 7);
    assertEquals(salts.add(salt, 1), true, `bit ${bit}`);
  }
  assertEquals(salts.add(new Uint8Array(32), 1), true);
  assertEquals(salts.size, 257);
});

/** The salts of one port as two threads see them. */
function sharedByTwo(): [RecentSalts, RecentSalts] {
  let shared: SharedSalts | undefined;
  const view = (holder: number) =>
    new RecentSalts((shape) => sharedSaltMemory(shared ??= makeSharedSalts(shape), holder));
  return [view(1), view(2)];
}

for (const threads of [1, 2]) {
  test(`The salts of the last minute are those of a plain list, whatever comes when (threads: ${threads})`, () => {
    const below = seeded(2022);
    const views = threads === 1 ? [new RecentSalts()] : sharedByTwo();
    const model: { salt: string; entered: number }[] = [];
    let now = 1e9;
    for (let i = 0; i < 20_000; i++) {
      now += below(100) / 64;
      const salt = Uint8Array.of(below(2), below(100), 0, 0, 0, 0, 0, 0);
      const known = model.some((one) => one.salt === salt.join() && one.entered + 60 >= now);
      assertEquals(views[below(threads)]!.add(salt, now), !known, `step ${i}`);
      if (!known) model.push({ salt: salt.join(), entered: now });
      while (model.length > 0 && model[0]!.entered + 60 < now) model.shift();
      assertEquals(views[0]!.size, model.length);
    }
  });
}

test("A salt that one thread has entered is refused at another", () => {
  const [one, two] = sharedByTwo();
  assertEquals([one.add(counting(32), 5), two.add(counting(32), 5), two.add(counting(32, 1), 5)], [true, false, true]);
  assertEquals([one.add(counting(32, 1), 66), two.size], [true, 1]);
});

test("Whoever floods a port gets nobody's salt forgotten", () => {
  const below = seeded(7);
  const salts = new RecentSalts();
  salts.add(counting(16), 0);
  for (let i = 0; i < 50_000; i++) salts.add(randomBytes(below, 8), 60);
  assertEquals(salts.size, 50_001);
  assertEquals(salts.add(counting(16), 60), false);
});

test("A minute of many connections costs no more than its salts, however many have gone before", () => {
  const salts = new RecentSalts();
  const salt = new Uint8Array(16);
  const words = new Uint32Array(salt.buffer);
  const enter = (from: number, to: number) => {
    const start = performance.now();
    for (let i = from; i < to; i++) {
      words[0] = i;
      if (!salts.add(salt, i / 500)) throw new Error(`Expected salt ${i} to be new`);
    }
    return performance.now() - start;
  };
  const young = enter(0, 30_000);
  enter(30_000, 120_000);
  const old = enter(120_000, 150_000);
  // It took a hundred times as long when the forgotten ones were stepped over each time.
  assert(old < 10 * young + 100, `${young} ms at first, ${old} ms later`);
});
