import { assertEquals, test } from "#test";
import { PacketWindow, WINDOW_SIZE } from "../../crypto/packet_window.ts";
import { seeded } from "./random.ts";

/** The window as a list of all that came. */
class Model {
  readonly #seen = new Set<number>();
  #newest = -1;

  enter(id: number): boolean {
    if (this.#seen.has(id) || id <= this.#newest - WINDOW_SIZE) return false;
    this.#seen.add(id);
    this.#newest = Math.max(this.#newest, id);
    return true;
  }
}

test("The window is 8128 ids wide, no more and no less", () => {
  assertEquals(WINDOW_SIZE, 8128);
  for (const newest of [8127, 8128, 8191, 8192, 10_000, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]) {
    for (const [behind, isNew] of [[0, false], [1, true], [8126, true], [8127, true], [8128, false], [8129, false]]) {
      const id = newest - Number(behind);
      if (id < 0) continue;
      const window = new PacketWindow();
      window.enter(newest);
      assertEquals(
        [window.isNew(id), window.enter(id), window.isNew(id)],
        [isNew, isNew, false],
        `${newest} - ${behind}`,
      );
    }
  }
});

test("A window that has seen nothing takes any first id, and then each id once", () => {
  for (const first of [0, 1, 31, 32, 63, 8127, 8128, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const window = new PacketWindow();
    assertEquals([window.isNew(first), window.isNew(first)], [true, true]);
    assertEquals([window.enter(first), window.enter(first)], [true, false]);
  }
});

test("Asking whether an id is new enters nothing", () => {
  const window = new PacketWindow();
  window.enter(5);
  for (const id of [1e9, 4, 6]) assertEquals(window.isNew(id), true);
  assertEquals([window.enter(4), window.enter(6), window.enter(0)], [true, true, true]);
});

test("Ids that come in order, backwards and interleaved each count once", () => {
  const orders = [
    (i: number) => i,
    (i: number) => 8127 - i,
    (i: number) => i % 2 === 0 ? i : 8128 - i,
  ];
  for (const order of orders) {
    const window = new PacketWindow();
    for (let i = 0; i < 8128; i++) assertEquals(window.enter(order(i)), true, `${i}`);
    for (let i = 0; i < 8128; i++) assertEquals(window.enter(i), false, `${i}`);
  }
});

test("A jump of any size forgets exactly what it leaves behind", () => {
  const jumps = [
    1,
    31,
    32,
    33,
    63,
    64,
    65,
    8095,
    8096,
    8127,
    8128,
    8129,
    8160,
    8191,
    8192,
    8193,
    16_384,
    2 ** 32,
    2 ** 40,
  ];
  for (const start of [0, 31, 32, 8191, 100_000]) {
    for (const jump of jumps) {
      const window = new PacketWindow();
      const model = new Model();
      for (let id = Math.max(0, start - 100); id <= start; id += 3) model.enter(id), window.enter(id);
      const newest = start + jump;
      for (const id of [newest, newest]) assertEquals(window.enter(id), model.enter(id), `${start} + ${jump}`);
      const near = Array.from({ length: 220 }, (_, i) => start - 110 + i);
      const edge = Array.from({ length: 80 }, (_, i) => newest - WINDOW_SIZE - 40 + i);
      for (const id of [...near, ...edge].filter((id) => id >= 0)) {
        assertEquals(window.enter(id), model.enter(id), `${start} + ${jump}: ${id}`);
      }
    }
  }
});

for (const spread of [3, 40, 9000, 20_000]) {
  test(`The window does what a list of all ids does, with ids ${spread} apart at most`, () => {
    const below = seeded(spread);
    const window = new PacketWindow();
    const model = new Model();
    let centre = 0;
    for (let i = 0; i < 40_000; i++) {
      centre += below(spread) >> below(5);
      const id = Math.max(0, centre + spread - below(2 * spread + 1));
      const expected = model.enter(id);
      assertEquals([window.isNew(id), window.enter(id)], [expected, expected], `step ${i}, id ${id}`);
    }
  });
}
