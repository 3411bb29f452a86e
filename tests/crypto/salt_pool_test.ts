import { assertEquals, test } from "#test";
import { makeSharedSalts, sharedSaltMemory } from "../../crypto/salt_memory.ts";
import { SaltPool } from "../../crypto/salt_pool.ts";
import { toHex } from "../vectors/hex.ts";
import { type Below, randomBytes, seeded } from "./random.ts";

/** A pool as simple as can be: the salts in the order in which they were entered. */
class Model {
  readonly #salts = new Set<string>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#salts.size;
  }

  has(salt: Uint8Array): boolean {
    return this.#salts.has(toHex(salt));
  }

  add(salt: Uint8Array): boolean {
    if (this.has(salt)) return false;
    if (this.#salts.size === this.#capacity) {
      for (const oldest of this.#salts) {
        this.#salts.delete(oldest);
        break;
      }
    }
    this.#salts.add(toHex(salt));
    return true;
  }
}

/** One pool in memory of its own, or several that share theirs as those of several threads do. */
type MakePools = (saltSize: number, capacity: number) => SaltPool[];

const ownPool: MakePools = (saltSize, capacity) => [new SaltPool(saltSize, capacity)];

const sharedPools: MakePools = (saltSize, most) => {
  const shared = makeSharedSalts({ saltSize, most });
  return [1, 2, 3].map((holder) => new SaltPool(saltSize, most, () => sharedSaltMemory(shared, holder)));
};

/** Drives pools and model side by side with salts out of a small world, so that hits, misses and evictions all come up. */
function compare(
  below: Below,
  pools: readonly SaltPool[],
  { saltSize, capacity }: { saltSize: number; capacity: number },
  makeSalt: () => Uint8Array,
): void {
  const model = new Model(capacity);
  const world = Array.from({ length: capacity * 2 + 2 }, makeSalt);
  for (let step = 0; step < 40 * capacity + 100; step++) {
    const salt = world[below(world.length)]!;
    const pool = pools[below(pools.length)]!;
    const what = `size ${saltSize}, capacity ${capacity}, step ${step}`;
    if (below(3) === 0) assertEquals(pool.has(salt), model.has(salt), what);
    else assertEquals(pool.add(salt), model.add(salt), what);
    assertEquals(pool.size, model.size, what);
  }
  for (const salt of world) assertEquals(pools[0]!.has(salt), model.has(salt));
}

for (const [title, makePools] of [["of one thread", ownPool], ["that threads share", sharedPools]] as const) {
  test(`The pool of salts ${title} is exact, whatever was entered and evicted, and grows unseen`, () => {
    const below = seeded(0x5a17);
    for (const capacity of [1, 2, 3, 4, 5, 8, 13, 64, 65, 100, 200]) {
      for (const saltSize of [8, 16, 24, 32]) {
        compare(below, makePools(saltSize, capacity), { saltSize, capacity }, () => randomBytes(below, saltSize));
      }
    }
  });

  test(`The pool of salts ${title} is exact when all salts start alike and fall into the same place`, () => {
    const below = seeded(0xc0111de);
    for (const capacity of [1, 2, 7, 16, 33]) {
      const start = randomBytes(below, 8);
      compare(below, makePools(32, capacity), { saltSize: 32, capacity }, () => {
        const salt = randomBytes(below, 32);
        salt.set(start);
        return salt;
      });
    }
  });
}

test("A salt that is pushed out is no longer known, and may be entered again", () => {
  const pool = new SaltPool(16, 2);
  const [a, b, c] = [1, 2, 3].map((byte) => new Uint8Array(16).fill(byte));
  assertEquals([pool.add(a!), pool.add(b!), pool.add(a!), pool.size], [true, true, false, 2]);
  assertEquals([pool.add(c!), pool.has(a!), pool.has(b!), pool.has(c!), pool.size], [true, false, true, true, 2]);
  assertEquals([pool.add(a!), pool.has(b!), pool.size], [true, false, 2]);
});

test("The pool keeps a copy: the caller may reuse the bytes of the salt", () => {
  const pool = new SaltPool(16, 4);
  const salt = new Uint8Array(16).fill(9);
  pool.add(salt);
  salt.fill(0);
  assertEquals([pool.has(salt), pool.has(new Uint8Array(16).fill(9))], [false, true]);
});

test("The default number of salts fits, and the first is known until one more comes", () => {
  const pool = new SaltPool(16, 200_000);
  const salt = new Uint8Array(16);
  const words = new Uint32Array(salt.buffer);
  for (let i = 0; i < 200_000; i++) {
    words[0] = i;
    if (!pool.add(salt)) throw new Error(`Expected salt ${i} to be new`);
  }
  words[0] = 0;
  assertEquals([pool.has(salt), pool.size], [true, 200_000]);
  words[0] = 200_000;
  pool.add(salt);
  words[0] = 0;
  assertEquals([pool.has(salt), pool.size], [false, 200_000]);
});
