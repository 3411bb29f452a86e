import { assert, assertEquals, test } from "#test";
import { after, liveWaits, sleep, type Timed } from "../../net/timers.ts";
import { seeded } from "../crypto/random.ts";
import { withFakeClock } from "./fake_clock.ts";

test("A wait comes up after its time and not before, at most a 64th or 10 ms late", () =>
  withFakeClock(async (clock) => {
    for (const seconds of [0, 0.001, 0.05, 1, 60, 86_400]) {
      const started = clock.seconds;
      let came: number | null = null;
      after(seconds, () => came = clock.seconds - started);
      assertEquals(came, null);
      await clock.advance(seconds * 2 + 1);
      const latest = seconds + Math.max(0.01, seconds / 64) + 0.001;
      assert(came !== null && came >= seconds - 1e-9 && came <= latest, `${seconds} s came after ${came} s`);
    }
  }));

test("Waits come up in the order of their times, whatever the order in which they began", () =>
  withFakeClock(async (clock) => {
    const below = seeded(0x71);
    const came: number[] = [];
    const wanted = Array.from({ length: 200 }, () => 1 + below(100));
    for (const seconds of wanted) after(seconds, () => came.push(seconds));
    assertEquals(liveWaits(), 200);
    await clock.advance(300);
    assertEquals(came.length, 200);
    // Two waits of nearly the same length may change places within the 64th that either may be late.
    for (let i = 1; i < came.length; i++) {
      assert(came[i]! >= came[i - 1]! * (1 - 1 / 64) - 0.01, `${came[i - 1]}, ${came[i]}`);
    }
  }));

test("A touched wait begins anew, as often as it is touched", () =>
  withFakeClock(async (clock) => {
    let came = 0;
    const wait = after(1, () => came++);
    for (let i = 0; i < 20; i++) {
      await clock.advance(0.9);
      wait.touch();
    }
    assertEquals(came, 0);
    await clock.advance(0.95);
    assertEquals(came, 0);
    await clock.advance(0.1);
    assertEquals(came, 1);
    wait.touch();
    await clock.advance(5);
    assertEquals(came, 1);
  }));

test("A wait that is begun anew with another length comes up after that, be it longer or shorter", () =>
  withFakeClock(async (clock) => {
    for (const [first, then] of [[1, 60], [60, 1], [60, 59.9], [5, 5]] as const) {
      const started = clock.seconds;
      let came: number | null = null;
      const wait = after(first, () => came = clock.seconds - started);
      await clock.advance(0.5);
      wait.restart(then);
      await clock.advance(100);
      const latest = 0.5 + then + Math.max(0.01, Math.max(first, then) / 64) + 0.001;
      assert(came !== null && came >= 0.5 + then - 1e-9 && came <= latest, `${first} and ${then} s: after ${came} s`);
      wait.restart(1);
      assertEquals([liveWaits(), clock.timers], [0, 0]);
    }
  }));

test("The owner of a wait is told as a function is, once, and not when it was cancelled", () =>
  withFakeClock(async (clock) => {
    const told: string[] = [];
    const owner = (name: string): Timed => ({ timeUp: () => void told.push(name) });
    after(1, owner("a"));
    after(1, owner("b")).cancel();
    await clock.advance(5);
    assertEquals([told, liveWaits()], [["a"], 0]);
  }));

test("A cancelled wait never comes up, and may be cancelled twice, or after it came up", () =>
  withFakeClock(async (clock) => {
    let came = 0;
    const before = after(1, () => came++);
    const other = after(1, () => came++);
    before.cancel();
    before.cancel();
    await clock.advance(2);
    assertEquals(came, 1);
    other.cancel();
    assertEquals(liveWaits(), 0);
    before.touch();
    await clock.advance(2);
    assertEquals([came, clock.timers], [1, 0]);
  }));

test("A wait that is cancelled by another of the same moment does not come up", () =>
  withFakeClock(async (clock) => {
    const came: string[] = [];
    const waits = ["a", "b"].map((name, i) =>
      after(1, () => {
        came.push(name);
        waits[1 - i]!.cancel();
      })
    );
    await clock.advance(2);
    assertEquals(came, ["a"]);
    assertEquals([liveWaits(), clock.timers], [0, 0]);
  }));

test("A wait may begin another as it comes up", () =>
  withFakeClock(async (clock) => {
    const came: number[] = [];
    const again = () => {
      came.push(Math.round(clock.seconds));
      if (came.length < 5) after(1, again);
    };
    after(1, again);
    await clock.advance(10);
    assertEquals(came.length, 5);
    assertEquals([liveWaits(), clock.timers], [0, 0]);
  }));

test("A thousand waits share one timer of the runtime", () =>
  withFakeClock(async (clock) => {
    const waits = Array.from({ length: 1000 }, (_, i) => after(60 + i % 5, () => {}));
    assertEquals([liveWaits(), clock.timers], [1000, 1]);
    for (const wait of waits) wait.touch();
    assertEquals(clock.timers, 1);
    for (const wait of waits) wait.cancel();
    assertEquals([liveWaits(), clock.timers], [0, 0]);
    await clock.advance(100);
  }));

test("A wait of more days than a runtime's timer counts comes up in the end", () =>
  withFakeClock(async (clock) => {
    const days = 60;
    let came = 0;
    after(days * 86_400, () => came++);
    await clock.advance(days * 86_400 - 1);
    assertEquals(came, 0);
    await clock.advance(86_400);
    assertEquals(came, 1);
  }));

test("Waits do what a simple model does, under any mixture of calls", () =>
  withFakeClock(async (clock) => {
    const below = seeded(0x3177);
    const model: { due: number; length: number; came: boolean; cancelled: boolean; wait: ReturnType<typeof after> }[] =
      [];
    for (let step = 0; step < 400; step++) {
      const entry = model[below(model.length + 1)];
      switch (below(5)) {
        case 0: {
          const length = below(5000) / 1000;
          const made = { due: clock.seconds + length, length, came: false, cancelled: false };
          const wait = after(length, () => {
            assert(!entryOf.cancelled && !entryOf.came, "came up though it was over");
            assert(clock.seconds >= entryOf.due - 1e-6, `came up ${entryOf.due - clock.seconds} s early`);
            entryOf.came = true;
          });
          const entryOf = { ...made, wait };
          model.push(entryOf);
          break;
        }
        case 1:
          entry?.wait.cancel();
          if (entry?.came === false) entry.cancelled = true;
          break;
        case 2:
          entry?.wait.touch();
          if (entry !== undefined) entry.due = clock.seconds + entry.length;
          break;
        case 3:
          if (entry === undefined) break;
          // What it may be late by is a part of the longest that it ever was.
          entry.length = Math.max(entry.length, below(5000) / 1000);
          entry.wait.restart(entry.length);
          entry.due = clock.seconds + entry.length;
          break;
        default:
          await clock.advance(below(1000) / 1000);
      }
      for (const { due, length, came, cancelled } of model) {
        if (came || cancelled) continue;
        assert(clock.seconds <= due + Math.max(0.01, length / 64) + 0.002, "did not come up");
      }
      assertEquals(liveWaits(), model.filter(({ came, cancelled }) => !came && !cancelled).length);
    }
    for (const { wait } of model) wait.cancel();
  }));

test("Real time passes while sleeping", async () => {
  const started = performance.now();
  await sleep(0.03);
  const gone = performance.now() - started;
  assert(gone >= 29.9, `${gone} ms`);
  assertEquals(liveWaits(), 0);
});
