/** The limit on what is under way at once. */

import { assertEquals, assertRejects, test } from "#test";
import { Slots } from "../../dns/slots.ts";
import { ResolveError } from "../../dns/types.ts";

/** Work that ends when told. */
function gates(count: number): PromiseWithResolvers<void>[] {
  return Array.from({ length: count }, () => Promise.withResolvers<void>());
}

test("no more than 256 run at once, the others follow in their order, and failures make room too", async () => {
  const slots = new Slots();
  const started: number[] = [];
  const work = gates(300);
  const runs = work.map((gate, i) =>
    slots.run(async () => {
      started.push(i);
      await gate.promise;
    }).catch(() => {})
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  await settle();
  assertEquals(started.length, 256);
  work[7]!.resolve();
  work[8]!.reject(new Error("it failed"));
  await settle();
  assertEquals(started.slice(256), [256, 257]);
  for (const gate of work) gate.resolve();
  await Promise.all(runs);
  assertEquals(started, Array.from({ length: 300 }, (_, i) => i));
});

test("what waits has an end", async () => {
  const slots = new Slots();
  const gate = Promise.withResolvers<void>();
  const runs = Array.from({ length: 256 + 4096 }, () => slots.run(() => gate.promise));
  await assertRejects(() => slots.run(() => gate.promise), ResolveError, "4096 queries wait already");
  gate.resolve();
  await Promise.all(runs);
});
