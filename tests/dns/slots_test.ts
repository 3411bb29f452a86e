/** The limit on what is under way at once. */

import { assert, assertEquals, assertRejects, test } from "#test";
import { createResolver } from "../../dns/resolver.ts";
import { Slots } from "../../dns/slots.ts";
import { ResolveError } from "../../dns/types.ts";
import { SYSTEM_RESOLVER } from "../../relay/system_resolver.ts";

/** Work that ends when told. */
function gates(count: number): PromiseWithResolvers<void>[] {
  return Array.from({ length: count }, () => Promise.withResolvers<void>());
}

/** Lets everything happen that waits for nothing but its turn. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
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

test("the system looks 16 names up at once, the others in their turn, whoever asks", async () => {
  const asked: string[] = [];
  const work = gates(20);
  const lookup = async (name: string) => {
    asked.push(name);
    await work[asked.length - 1]!.promise;
    return ["192.0.2.1"];
  };
  const names = work.map((_, i) => `n${i}.example`);
  const resolvers = [0, 1].map(() => createResolver({ servers: "system", lookup }));
  const runs = names.map((name, i) => resolvers[i % 2]!.resolve(name));
  await settle();
  assertEquals(asked, names.slice(0, 16));
  work[3]!.resolve();
  assertEquals((await runs[3]!).addresses, ["192.0.2.1"]);
  await settle();
  assertEquals(asked, names.slice(0, 17));
  for (const gate of work) gate.resolve();
  await Promise.all(runs);
  assertEquals(asked, names);
});

test("a lookup that nobody waits for any more holds its place until the system has done with it", async () => {
  const gate = Promise.withResolvers<string[]>();
  const leaving = createResolver({ servers: "system", lookup: () => gate.promise });
  const given = Array.from(
    { length: 16 },
    (_, i) => assertRejects(() => leaving.resolve(`n${i}.example`), ResolveError),
  );
  await settle();
  leaving.close();
  await Promise.all(given);
  let isAsked = false;
  const lookup = () => {
    isAsked = true;
    return Promise.resolve(["192.0.2.1"]);
  };
  const next = createResolver({ servers: "system", lookup }).resolve("a.example");
  await settle();
  assert(!isAsked);
  gate.resolve([]);
  await next;
  assert(isAsked);
});

test("1024 names wait for the system, and the next is refused, whoever asks", async () => {
  const gate = Promise.withResolvers<string[]>();
  const resolver = createResolver({ servers: "system", lookup: () => gate.promise });
  const runs = Array.from({ length: 16 + 1024 }, (_, i) => resolver.resolve(`n${i}.example`));
  await assertRejects(() => resolver.resolve("late.example"), ResolveError, "1024 queries wait already");
  await assertRejects(() => SYSTEM_RESOLVER.resolve("late.example"), ResolveError, "1024 queries wait already");
  gate.resolve(["192.0.2.1"]);
  await Promise.all(runs);
});
