import { assertEquals, test } from "#test";
import { UnitReader } from "../../crypto/units.ts";
import { assertBytes } from "./bytes.ts";
import { type Below, randomBytes, randomParts, seeded } from "./random.ts";

/** Sizes of units that add up to the whole: small ones, and now and then one beyond any buffer that is kept ready. */
function randomSizes(below: Below, total: number): number[] {
  const sizes: number[] = [];
  for (let left = total; left > 0;) {
    const size = Math.min(left, 1 + below([4, 40, 2000, 20_000][below(4)]!));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

/** A reader with the units that it must give, and those that it gave. */
class Driven {
  readonly reader = new UnitReader();
  readonly #whole: Uint8Array;
  readonly #sizes: number[];
  #at = 0;
  #fed = 0;

  constructor(whole: Uint8Array, sizes: number[]) {
    this.#whole = whole;
    this.#sizes = [...sizes];
  }

  get done(): boolean {
    return this.#sizes.length === 0;
  }

  /** Feeds one part and takes all the units that are complete then; the part's bytes are gone afterwards. */
  feed(part: Uint8Array): void {
    const lent = part.slice();
    this.#fed += part.length;
    this.reader.feed(lent);
    for (let size = this.#sizes[0]; size !== undefined; size = this.#sizes[0]) {
      assertEquals(this.reader.pending, this.#fed - this.#at);
      const unit = this.reader.take(size);
      if (unit === null) break;
      assertBytes(unit, this.#whole.subarray(this.#at, this.#at + size), `at ${this.#at}`);
      this.#at += size;
      this.#sizes.shift();
    }
    assertEquals(this.reader.pending, this.#fed - this.#at);
    lent.fill(0xee);
  }
}

test("Any split of the input gives the same units", () => {
  const below = seeded(0x417);
  for (let round = 0; round < 120; round++) {
    const whole = randomBytes(below, below(6000) + (round % 10 === 0 ? 50_000 : 0));
    const driven = new Driven(whole, randomSizes(below, whole.length));
    for (const part of randomParts(below, whole, [1, 3, 100, 5000, 100_000][below(5)]!)) driven.feed(part);
    assertEquals(driven.done, true);
    driven.reader.close();
  }
});

test("Readers that run side by side do not share memory", () => {
  const below = seeded(0x51de);
  const all = Array.from({ length: 8 }, () => {
    const whole = randomBytes(below, 4000);
    return { driven: new Driven(whole, randomSizes(below, whole.length)), parts: randomParts(below, whole, 50) };
  });
  while (all.some(({ parts }) => parts.length > 0)) {
    const { driven, parts } = all[below(all.length)]!;
    const part = parts.shift();
    if (part !== undefined) driven.feed(part);
  }
  for (const { driven } of all) {
    assertEquals(driven.done, true);
    driven.reader.close();
  }
});

test("A reader that was closed in the middle of a unit holds nothing", () => {
  const reader = new UnitReader();
  reader.feed(Uint8Array.of(1, 2, 3));
  assertEquals([reader.take(5), reader.pending], [null, 3]);
  reader.close();
  assertEquals([reader.pending, reader.take(1)], [0, null]);
});
