import { assert, assertEquals, test } from "#test";
import { RestWatch } from "../../cli/rest.ts";
import { Counters } from "../../relay/counters.ts";
import { type FakeClock, withFakeClock } from "../net/fake_clock.ts";

const MB = 1e6;

/** A service that is watched on a clock of its own. */
interface Watched {
  readonly clock: FakeClock;
  readonly counters: Counters;
  /** How often it was found at rest. */
  rests(): number;
  /** How often the rest was a long one. */
  settled(): number;
}

/** Runs the body beside a watch, which leaves no timer behind. */
function withWatch(body: (watched: Watched) => Promise<void>): Promise<void> {
  return withFakeClock(async (clock) => {
    const counters = new Counters();
    let rests = 0;
    let collected = 0;
    let settled = 0;
    const watch = new RestWatch({ counters }, {
      collect: () => collected++,
      giveBack() {
        rests++;
        assert(collected >= rests, "what is garbage is collected first");
      },
      settle() {
        settled++;
        assert(rests >= settled, "a long rest is a rest first");
      },
    });
    try {
      await body({ clock, counters, rests: () => rests, settled: () => settled });
    } finally {
      watch.stop();
    }
    assertEquals(clock.timers, 0);
  });
}

test("a service gives memory back within one and a half seconds of its start, and not again while nothing comes", () =>
  withWatch(async ({ clock, rests }) => {
    await clock.advance(1.1);
    assertEquals(rests(), 0);
    await clock.advance(0.4);
    assertEquals(rests(), 1);
    await clock.advance(600);
    assertEquals(rests(), 1);
  }));

test("a start that goes over into a load has its rest when the load is over", () =>
  withWatch(async ({ clock, counters, rests }) => {
    for (let i = 0; i < 30; i++) {
      counters.down += 5 * MB;
      await clock.advance(0.4);
    }
    assertEquals(rests(), 0);
    await clock.advance(1.4);
    assertEquals(rests(), 1);
  }));

test("a service rests within a second and a half of the end of each load, and once", () =>
  withWatch(async ({ clock, counters, rests }) => {
    await clock.advance(60);
    for (let load = 1; load <= 3; load++) {
      for (let i = 0; i < 100; i++) {
        counters.up += 4 * MB;
        await clock.advance(0.1);
      }
      assertEquals(rests(), load);
      await clock.advance(1.5);
      assertEquals(rests(), load + 1);
      await clock.advance(60);
      assertEquals(rests(), load + 1);
    }
  }));

test("what is less than a load adds up, and a trickle disturbs no rest", () =>
  withWatch(async ({ clock, counters, rests }) => {
    await clock.advance(2);
    counters.down += 200 * MB;
    await clock.advance(60);
    assertEquals(rests(), 1);
    counters.down += 100 * MB;
    for (let i = 0; i < 200; i++) {
      counters.down += 1000;
      await clock.advance(0.1);
    }
    assertEquals(rests(), 2);
  }));

test("a rest of half a minute is a long one, once, and only when nothing disturbs it", () =>
  withWatch(async ({ clock, counters, settled }) => {
    await clock.advance(60);
    assertEquals(settled(), 1);
    counters.up += 300 * MB;
    for (let i = 0; i < 20; i++) {
      await clock.advance(4);
      counters.up += 2 * MB;
    }
    assertEquals(settled(), 1);
    await clock.advance(50);
    assertEquals(settled(), 2);
    await clock.advance(600);
    assertEquals(settled(), 2);
  }));

test("a thousand connections are a load, though they carry little", () =>
  withWatch(async ({ clock, counters, rests }) => {
    await clock.advance(10);
    counters.accepted += 1100;
    await clock.advance(10);
    assertEquals(rests(), 2);
    counters.accepted += 500;
    await clock.advance(10);
    assertEquals(rests(), 2);
  }));

test("a thousand connections that wait are a load when they come, and again when they end", () =>
  withWatch(async ({ clock, counters, rests }) => {
    await clock.advance(10);
    counters.accepted = counters.active = 1100;
    await clock.advance(300);
    assertEquals(rests(), 2);
    counters.active = 0;
    await clock.advance(10);
    assertEquals(rests(), 3);
  }));

test("a thousand associations are a load once they have ended", () =>
  withWatch(async ({ clock, counters, rests }) => {
    await clock.advance(10);
    counters.associations = 1100;
    await clock.advance(300);
    assertEquals(rests(), 1);
    counters.associations = 0;
    await clock.advance(10);
    assertEquals(rests(), 2);
  }));

test("who looks no more leaves no timer and calls nobody", () =>
  withFakeClock(async (clock) => {
    const called = () => {
      throw new Error("called");
    };
    const watch = new RestWatch({ counters: new Counters() }, { collect: called, giveBack: called, settle: called });
    watch.stop();
    assertEquals(clock.timers, 0);
    await clock.advance(10);
  }));

test("an idle service is looked at every four seconds", () =>
  withFakeClock(async (clock) => {
    let looks = 0;
    const counters = new Counters();
    const service = {
      get counters() {
        looks++;
        return counters;
      },
    };
    const watch = new RestWatch(service, { collect() {}, giveBack() {}, settle() {} });
    await clock.advance(60);
    looks = 0;
    await clock.advance(400);
    watch.stop();
    assertEquals(looks >= 98 && looks <= 100, true, `${looks} looks`);
  }));

test("a rest that fails harms nobody, and the next comes all the same", () =>
  withFakeClock(async (clock) => {
    let rests = 0;
    const counters = new Counters();
    const fails = () => {
      rests++;
      throw new Error("no memory to spare");
    };
    const watch = new RestWatch({ counters }, { collect: fails, giveBack: fails, settle: fails });
    await clock.advance(2);
    counters.down += 300 * MB;
    await clock.advance(60);
    watch.stop();
    assertEquals(rests, 5);
  }));
