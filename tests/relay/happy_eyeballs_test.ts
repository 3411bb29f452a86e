import { assertEquals, assertRejects, test } from "#test";
import { SocketError, type SocketFault } from "../../net/errors.ts";
import type { Stream } from "../../net/types.ts";
import { FamilyMemory } from "../../relay/outbound/family_memory.ts";
import { dialFirst, interleaved } from "../../relay/outbound/happy_eyeballs.ts";
import { type FakeClock, withFakeClock } from "../net/fake_clock.ts";

/** What becomes of an attempt: stands or fails after so many seconds. */
type Fate = { readonly after: number; readonly fault?: SocketFault };

/** A world of addresses with their fates; it keeps when each was dialled, and what was closed. */
class World {
  readonly dialled: [address: string, at: number][] = [];
  readonly closed: string[] = [];
  readonly memory: FamilyMemory;
  readonly #clock: FakeClock;
  readonly #fates: Readonly<Record<string, Fate>>;

  constructor(clock: FakeClock, fates: Readonly<Record<string, Fate>>) {
    this.#clock = clock;
    this.#fates = fates;
    this.memory = new FamilyMemory(() => clock.seconds);
  }

  /** Races all addresses; gives the one that won, or the fault. */
  async race(addresses = Object.keys(this.#fates), timeout = 10): Promise<string> {
    const race = dialFirst(addresses, {
      dial: (address, seconds) => this.#dial(address, seconds),
      timeout,
      memory: this.memory,
      clock: () => this.#clock.seconds,
      wait: (seconds, callback) => {
        const id = setTimeout(callback, seconds * 1000);
        return { cancel: () => clearTimeout(id) };
      },
    }).then((stream) => stream.remote.host, (cause: SocketError) => cause.fault);
    await this.#clock.advance(timeout + 1);
    return await race;
  }

  #dial(address: string, seconds: number): Promise<Stream> {
    this.dialled.push([address, Math.round(this.#clock.seconds * 1000) / 1000]);
    const { after, fault } = this.#fates[address]!;
    return new Promise((resolve, reject) => {
      const isLate = after > seconds;
      const stream = { remote: { host: address, port: 1 }, close: () => this.closed.push(address) };
      setTimeout(() => {
        if (isLate) reject(new SocketError("timeout", "late"));
        else if (fault !== undefined) reject(new SocketError(fault, fault));
        else resolve(stream as unknown as Stream); // nothing else of it is used
      }, Math.min(after, seconds) * 1000);
    });
  }
}

/** Runs the body in a world. */
function withWorld(fates: Readonly<Record<string, Fate>>, body: (world: World) => Promise<void>): Promise<void> {
  return withFakeClock((clock) => body(new World(clock, fates)));
}

const NEVER = { after: 1000 };

test("the families take turns, the first address's first", () => {
  assertEquals(interleaved(["a::1", "a::2", "a::3", "1.1.1.1"]), ["a::1", "1.1.1.1", "a::2", "a::3"]);
  assertEquals(interleaved(["1.1.1.1", "1.1.1.2", "a::1", "a::2"]), ["1.1.1.1", "a::1", "1.1.1.2", "a::2"]);
  assertEquals(interleaved(["1.1.1.1"]), ["1.1.1.1"]);
});

test("one that stands at once is the only one dialled", () =>
  withWorld({ "a::1": { after: 0.1 }, "1.1.1.1": { after: 0 } }, async (world) => {
    assertEquals(await world.race(), "a::1");
    assertEquals(world.dialled.map(([address]) => address), ["a::1"]);
  }));

test("after a quarter of a second the next is dialled beside it, and whoever comes too late is closed", () =>
  withWorld({ "a::1": { after: 0.6 }, "1.1.1.1": { after: 0.1 }, "a::2": { after: 0 } }, async (world) => {
    assertEquals(await world.race(), "1.1.1.1");
    assertEquals(world.dialled.map(([address]) => address), ["a::1", "1.1.1.1"]);
    const at = world.dialled[1]![1];
    assertEquals(at >= 0.25 && at < 0.3, true, String(at));
    assertEquals(world.closed, ["a::1"]);
  }));

test("one that fails is followed at once", () =>
  withWorld({ "a::1": { after: 0.01, fault: "refused" }, "1.1.1.1": { after: 0.01 } }, async (world) => {
    assertEquals(await world.race(), "1.1.1.1");
    assertEquals(world.dialled[1]![1] < 0.05, true);
  }));

test("when all fail the error says most of why, and all end within one time limit", async () => {
  await withWorld(
    { "a::1": { after: 0, fault: "network-unreachable" }, "1.1.1.1": { after: 0, fault: "refused" } },
    async (world) => {
      assertEquals(await world.race(), "refused");
    },
  );
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`192.0.2.${i}`, NEVER]));
  await withWorld(many, async (world) => {
    assertEquals(await world.race(undefined, 2), "timeout");
    assertEquals(world.dialled.length <= 8, true, String(world.dialled.length));
  });
});

test("a fault of the program is thrown as it is", async () => {
  const dial = () => Promise.reject(new TypeError("ours"));
  await assertRejects(() => dialFirst(["1.1.1.1", "1.1.1.2"], { dial, timeout: 1 }), TypeError);
});

test("a family that does not answer three times is tried behind the other for ten minutes", () =>
  withFakeClock(async (clock) => {
    const world = new World(clock, { "a::1": NEVER, "1.1.1.1": { after: 0.05 } });
    for (let i = 0; i < 3; i++) assertEquals(await world.race(), "1.1.1.1");
    assertEquals(world.dialled.length, 6);
    assertEquals(await world.race(), "1.1.1.1");
    assertEquals(world.dialled.length, 7);
    await clock.advance(600);
    assertEquals(await world.race(), "1.1.1.1");
    assertEquals(world.dialled.length, 9);
  }));

test("a family that refuses is alive, and one that stands again is forgiven", () =>
  withFakeClock((clock) => {
    const world = new World(clock, { "a::1": { after: 0, fault: "refused" }, "1.1.1.1": { after: 0.05 } });
    return (async () => {
      for (let i = 0; i < 5; i++) await world.race();
      assertEquals(world.memory.isDead(6), false);
      for (let i = 0; i < 3; i++) world.memory.lost(6);
      assertEquals(world.memory.isDead(6), true);
      world.memory.stood(6);
      assertEquals(world.memory.isDead(6), false);
    })();
  }));
