import type { Thread, ThreadEvents } from "../../net/threads.ts";
import { assert, assertEquals, assertRejects, test } from "#test";
import { Counters } from "../../relay/counters.ts";
import type { FromWorker, ToWorker } from "../../service/workers_messages.ts";
import { WorkerSlot } from "../../service/workers_slot.ts";
import { configOf, KeptLog } from "../behaviour/wiring.ts";
import { withFakeClock } from "../net/fake_clock.ts";

/** How a thread that a test plays answers a task. */
type Answer = "done" | "failed" | "nothing";

/** Threads that are played by the test. */
class Played {
  readonly started: { events: ThreadEvents; tasks: string[]; isOver: boolean }[] = [];
  readonly answers: Record<string, Answer> = {};

  start(events: ThreadEvents): Thread {
    const mine = { events, tasks: [] as string[], isOver: false };
    this.started.push(mine);
    const post = (message: unknown) => {
      const { kind, ...rest } = message as ToWorker;
      if (kind !== "task" || !("task" in rest)) return;
      mine.tasks.push(rest.task.kind);
      const answer = this.answers[rest.task.kind] ?? "done";
      const said: FromWorker = answer === "done"
        ? { kind: "done", id: rest.id }
        : { kind: "failed", id: rest.id, reason: "no" };
      if (answer !== "nothing") queueMicrotask(() => mine.isOver || events.onMessage(said));
    };
    // The class has more inside than anybody may use.
    return { post, end: () => mine.isOver = true } as unknown as Thread;
  }

  /** Has the last thread die. */
  die(): void {
    this.started.at(-1)!.isOver = true;
    this.started.at(-1)!.events.onDeath("a planted error");
  }
}

/** A slot over played threads. */
function slotOf() {
  const played = new Played();
  const log = new KeptLog();
  const counters = new Counters();
  let frees = 0;
  const slot = new WorkerSlot({
    thread: 2,
    start: (events) => played.start(events),
    plan: () => ({ config: configOf({}), salts: new Map(), users: [] }),
    counts: new Float64Array(1),
    counters,
    log,
    free: () => frees++,
  });
  return { slot, played, log, counters, frees: () => frees, names: () => log.events.map(({ name }) => name) };
}

test("A thread that has died is replaced within a second, and what it held is freed", () =>
  withFakeClock(async ({ advance }) => {
    const { slot, played, counters, frees, names } = slotOf();
    await slot.start();
    counters.active = 4;
    await advance(100);
    played.die();
    assertEquals([counters.active, counters.ended, frees()], [0, { stopped: 4 }, 1]);
    await advance(0.2);
    assertEquals([played.started.length, names()], [2, ["thread-died", "thread-replaced"]]);
    assertEquals(played.started[1]!.tasks, ["start"]);
    await slot.stop(0);
  }));

test("One that dies again and again is replaced ever later, up to half a minute, and soon again once one has lasted", () =>
  withFakeClock(async ({ advance }) => {
    const { slot, played, log } = slotOf();
    await slot.start();
    const pauses: number[] = [];
    const dieAndComeBack = async () => {
      const count = played.started.length;
      played.die();
      const pause = Number(log.events.at(-1)!.fields.pause);
      pauses.push(pause);
      // A wait may come up late by a 64th part, and 10 ms.
      await advance(pause * 1.02 + 0.02);
      assertEquals(played.started.length, count + 1);
    };
    for (let i = 0; i < 12; i++) await dieAndComeBack();
    assert(pauses.slice(0, 4).every((pause) => pause < 1), `${pauses}`);
    assertEquals([pauses.at(-1), Math.max(...pauses)], [30, 30]);
    await advance(11);
    await dieAndComeBack();
    assertEquals(pauses.at(-1), 0.05);
    await slot.stop(0);
  }));

test("One that does not come to serve is given up, and another is tried", () =>
  withFakeClock(async ({ advance }) => {
    const { slot, played, names } = slotOf();
    await slot.start();
    played.answers.start = "failed";
    played.die();
    await advance(1);
    assert(played.started.length > 2);
    assertEquals(played.started.slice(1, -1).every(({ isOver }) => isOver), true);
    delete played.answers.start;
    await advance(30);
    assertEquals(names().at(-1), "thread-replaced");
    assertEquals(names().filter((name) => name === "thread-replaced").length, 1);
    await slot.stop(0);
  }));

test("One that cannot take another config is replaced by one that begins with it", () =>
  withFakeClock(async ({ advance }) => {
    const { slot, played, log } = slotOf();
    await slot.start();
    await slot.apply();
    assertEquals(played.started.map(({ tasks }) => tasks), [["start", "apply"]]);
    played.answers.apply = "failed";
    await slot.apply();
    await advance(1);
    assertEquals(played.started.map(({ tasks, isOver }) => [tasks, isOver]), [[["start", "apply", "apply"], true], [[
      "start",
    ], false]]);
    assertEquals(log.events[0]!.fields.reason, "no");
    await slot.stop(0);
  }));

test("The first one that does not come to serve is said to whoever starts", async () => {
  const { slot, played } = slotOf();
  played.answers.start = "failed";
  await assertRejects(() => slot.start(), Error, "no");
  const early = slotOf();
  early.played.answers.start = "nothing";
  const starting = assertRejects(() => early.slot.start(), Error, "it has died: a planted error");
  early.played.die();
  await starting;
  await early.slot.stop(0);
  await slot.stop(0);
});

test("One that does not stop in time is ended, and none comes after it", () =>
  withFakeClock(async ({ advance }) => {
    const { slot, played, counters } = slotOf();
    await slot.start();
    counters.active = 2;
    played.answers.stop = "nothing";
    const stopping = slot.stop(5);
    await advance(6);
    assertEquals(played.started[0]!.isOver, false);
    await advance(2);
    await stopping;
    assertEquals([played.started[0]!.isOver, counters.active], [true, 0]);
    await advance(100);
    assertEquals(played.started.length, 1);
  }));

test("One that dies while it stops or retires has ended, and is not replaced", () =>
  withFakeClock(async ({ advance }) => {
    for (const how of ["stop", "retire"] as const) {
      const { slot, played } = slotOf();
      await slot.start();
      played.answers[how] = "nothing";
      const leaving = how === "stop" ? slot.stop(60) : slot.retire();
      played.die();
      await leaving;
      await advance(100);
      assertEquals(played.started.length, 1);
    }
  }));

test("Stopping ends the wait of a retirement, and that for the next thread", () =>
  withFakeClock(async ({ advance }) => {
    const { slot, played } = slotOf();
    await slot.start();
    played.answers.retire = "nothing";
    const retiring = slot.retire();
    await slot.stop(0);
    await retiring;
    const other = slotOf();
    await other.slot.start();
    other.played.die();
    await other.slot.stop(0);
    await advance(100);
    assertEquals(other.played.started.length, 1);
  }));

test("What a thread logs is written with its number, and so is how much it could not say", async () => {
  const { slot, played, log } = slotOf();
  await slot.start();
  const events = [{ level: "warn", name: "closed", fields: { status: "replay" } }] as const;
  played.started[0]!.events.onMessage({ kind: "log", events, lost: 3 } satisfies FromWorker);
  assertEquals(log.events, [
    { level: "warn", name: "events-lost", fields: { thread: 2, count: 3 } },
    { level: "warn", name: "closed", fields: { status: "replay", thread: 2 } },
  ]);
  await slot.stop(0);
});
