import { assertEquals, test } from "#test";
import type { Answer } from "../../dns/types.ts";
import { LOOKUP_LIFETIME } from "../../net/lookup.ts";
import { AssociationNames, MAX_LOOKUPS, MAX_WAITING, MAX_WAITING_BYTES, MOST_LOOKUPS } from "../../relay/names.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { settled } from "./memory_stream.ts";

/** A resolver that answers when the test says so. */
class Resolver {
  /** The names that were asked for, in order. */
  readonly asked: string[] = [];
  readonly #answers = new Map<string, (answer: Answer) => void>();

  readonly lookup = (name: string): Promise<Answer> => {
    this.asked.push(name);
    return new Promise((resolve) => this.#answers.set(name, resolve));
  };

  /** Answers the question for a name. */
  answer(name: string, ...addresses: string[]): void {
    this.#answers.get(name)!({ addresses, ttl: LOOKUP_LIFETIME });
  }
}

/** Payloads that were sent later, with where to. */
class Later {
  readonly sent: [string, number][] = [];
  readonly send = (address: string, payload: Uint8Array): void => void this.sent.push([address, payload[0]!]);
}

test("a name is asked for once, and what is sent meanwhile goes in order when it is known", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  const names = new AssociationNames(resolver.lookup);
  const payload = new Uint8Array(1);
  for (let i = 0; i < 5; i++) {
    payload[0] = i;
    // The bytes are borrowed: the next payload overwrites them.
    assertEquals(names.resolve("name.test", payload, later.send), null);
  }
  assertEquals(resolver.asked, ["name.test"]);
  resolver.answer("name.test", "192.0.2.1", "192.0.2.2");
  await settled();
  assertEquals(later.sent, [0, 1, 2, 3, 4].map((i) => ["192.0.2.1", i]));
  assertEquals(names.resolve("name.test", payload, later.send), "192.0.2.1");
  assertEquals(resolver.asked.length, 1);
  assertEquals(later.sent.length, 5);
});

test("no more than sixteen payloads wait for a name", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  const names = new AssociationNames(resolver.lookup);
  for (let i = 0; i < MAX_WAITING + 5; i++) names.resolve("name.test", Uint8Array.of(i), later.send);
  resolver.answer("name.test", "192.0.2.1");
  await settled();
  assertEquals(MAX_WAITING, 16);
  assertEquals(later.sent.map(([, first]) => first), Array.from({ length: MAX_WAITING }, (_, i) => i));
});

test("no more bytes wait than the largest datagram has, whatever names they are for", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  const names = new AssociationNames(resolver.lookup);
  const half = new Uint8Array(MAX_WAITING_BYTES / 2);
  for (const name of ["a.test", "b.test", "b.test", "c.test"]) names.resolve(name, half, later.send);
  for (const name of ["a.test", "b.test", "c.test"]) resolver.answer(name, "192.0.2.1");
  await settled();
  assertEquals(later.sent.length, 2);
  // What waited for them makes room again.
  names.resolve("d.test", half, later.send);
  resolver.answer("d.test", "192.0.2.1");
  await settled();
  assertEquals(later.sent.length, 3);
});

test("an association looks up eight names at once, all of them 128, and what is sent to others is lost", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  assertEquals([MAX_LOOKUPS, MOST_LOOKUPS], [8, 128]);
  const associations = Array.from({ length: 20 }, () => new AssociationNames(resolver.lookup));
  for (const [i, names] of associations.entries()) {
    for (let n = 0; n < MAX_LOOKUPS + 2; n++) names.resolve(`${n}.of-${i}.test`, Uint8Array.of(1), later.send);
    assertEquals(resolver.asked.length, Math.min((i + 1) * MAX_LOOKUPS, MOST_LOOKUPS));
  }
  for (const name of resolver.asked) resolver.answer(name, "192.0.2.1");
  await settled();
  assertEquals(later.sent.length, MOST_LOOKUPS);
  // Both are free again.
  associations[0]!.resolve("9.of-0.test", Uint8Array.of(1), later.send);
  assertEquals(resolver.asked.at(-1), "9.of-0.test");
  resolver.answer("9.of-0.test", "192.0.2.1");
  await settled();
});

test("names do not wait for each other", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  const names = new AssociationNames(resolver.lookup);
  names.resolve("slow.test", Uint8Array.of(1), later.send);
  names.resolve("quick.test", Uint8Array.of(2), later.send);
  resolver.answer("quick.test", "192.0.2.9");
  await settled();
  assertEquals(later.sent, [["192.0.2.9", 2]]);
  resolver.answer("slow.test", "192.0.2.8");
  await settled();
  assertEquals(later.sent, [["192.0.2.9", 2], ["192.0.2.8", 1]]);
});

test("a name is asked for again when its time is over, and not before", () =>
  withFakeClock(async (clock) => {
    const [resolver, later] = [new Resolver(), new Later()];
    const names = new AssociationNames(resolver.lookup);
    names.resolve("name.test", Uint8Array.of(1), later.send);
    resolver.answer("name.test", "192.0.2.1");
    await clock.settle();
    await clock.advance(LOOKUP_LIFETIME - 1);
    assertEquals(names.resolve("name.test", Uint8Array.of(2), later.send), "192.0.2.1");
    await clock.advance(2);
    assertEquals(names.resolve("name.test", Uint8Array.of(3), later.send), null);
    assertEquals(names.resolve("name.test", Uint8Array.of(4), later.send), null);
    assertEquals(resolver.asked.length, 2);
    resolver.answer("name.test", "192.0.2.2");
    await clock.settle();
    assertEquals(later.sent, [["192.0.2.1", 1], ["192.0.2.2", 3], ["192.0.2.2", 4]]);
  }));

test("what is sent to a name without an address is lost, and it is not asked for at every datagram", () =>
  withFakeClock(async (clock) => {
    const [resolver, later] = [new Resolver(), new Later()];
    const names = new AssociationNames(resolver.lookup);
    names.resolve("none.test", Uint8Array.of(1), later.send);
    resolver.answer("none.test");
    await clock.settle();
    for (let i = 0; i < 10; i++) assertEquals(names.resolve("none.test", Uint8Array.of(2), later.send), null);
    assertEquals(resolver.asked.length, 1);
    await clock.advance(LOOKUP_LIFETIME + 1);
    names.resolve("none.test", Uint8Array.of(3), later.send);
    resolver.answer("none.test", "192.0.2.3");
    await clock.settle();
    assertEquals(later.sent, [["192.0.2.3", 3]]);
  }));

test("an association remembers the names that it asked for last", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  const names = new AssociationNames(resolver.lookup);
  for (let i = 0; i < 65; i++) {
    names.resolve(`name${i}.test`, Uint8Array.of(i), later.send);
    resolver.answer(`name${i}.test`, `192.0.2.${i}`);
    await settled();
  }
  assertEquals(later.sent.length, 65);
  for (let i = 64; i >= 1; i--) {
    assertEquals(names.resolve(`name${i}.test`, Uint8Array.of(i), later.send), `192.0.2.${i}`);
  }
  assertEquals(names.resolve("name0.test", Uint8Array.of(0), later.send), null);
  assertEquals(resolver.asked.length, 66);
  resolver.answer("name0.test", "192.0.2.0");
  await settled();
});

test("two associations do not share what they know", async () => {
  const [resolver, later] = [new Resolver(), new Later()];
  const [one, two] = [new AssociationNames(resolver.lookup), new AssociationNames(resolver.lookup)];
  one.resolve("name.test", Uint8Array.of(1), later.send);
  resolver.answer("name.test", "192.0.2.1");
  await settled();
  assertEquals(two.resolve("name.test", Uint8Array.of(2), later.send), null);
  assertEquals(resolver.asked.length, 2);
  resolver.answer("name.test", "192.0.2.1");
  await settled();
});

test("an answer holds for as long as the resolver says, and a failure for a little", () =>
  withFakeClock(async (clock) => {
    const later = new Later();
    const asked: string[] = [];
    const names = new AssociationNames((name) => {
      asked.push(name);
      if (name === "bad.test") return Promise.reject(new Error("denied"));
      return Promise.resolve({ addresses: ["192.0.2.1"], ttl: 2 });
    });
    for (const name of ["name.test", "bad.test"]) names.resolve(name, Uint8Array.of(1), later.send);
    await clock.settle();
    await clock.advance(1.5);
    assertEquals(names.resolve("name.test", Uint8Array.of(1), later.send), "192.0.2.1");
    assertEquals(names.resolve("bad.test", Uint8Array.of(1), later.send), null);
    await clock.advance(1);
    assertEquals(names.resolve("name.test", Uint8Array.of(1), later.send), null);
    assertEquals(asked, ["name.test", "bad.test", "name.test"]);
    await clock.advance(3);
    names.resolve("bad.test", Uint8Array.of(1), later.send);
    await clock.settle();
    assertEquals(asked, ["name.test", "bad.test", "name.test", "bad.test"]);
  }));
