/** What a lookup in the cache costs. */

import { assert, test } from "#test";
import { Script } from "./script.ts";
import { address } from "./written.ts";

/** Lookups in one measurement, and measurements: the best one tells what it costs when nothing else runs. */
const LOOKUPS = 50_000;
const ROUNDS = 8;

/** Microseconds that a lookup may take. */
const LIMIT = 2;

test("a lookup in the cache takes less than 2 µs", async () => {
  const script = new Script(({ name, type }) => ({
    answers: [address(name, type === "A" ? "192.0.2.1" : "2001:db8::1")],
  }));
  const resolver = script.resolver();
  const names = Array.from({ length: 1000 }, (_, i) => `host-${i}.some-domain.example`);
  for (const name of names) await resolver.resolve(name);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < LOOKUPS; i++) await resolver.resolve(names[i % names.length]!);
    best = Math.min(best, (performance.now() - start) * 1000 / LOOKUPS);
  }
  resolver.close();
  console.log(`a lookup in the cache took ${best.toFixed(2)} µs`);
  assert(best < LIMIT, `it took ${best.toFixed(2)} µs`);
  assert(script.asked.length === 2 * names.length);
});
