import { assertEquals, test } from "#test";
import { WorkerLog } from "../../service/workers_log.ts";
import type { LogEvent } from "../../service/workers_messages.ts";
import { withFakeClock } from "../net/fake_clock.ts";

/** A log whose sent parts are kept. */
function keptLog(level: "debug" | "info" = "info") {
  const sent: { events: LogEvent[]; lost: number }[] = [];
  const log = new WorkerLog(level, (events, lost) => sent.push({ events, lost }));
  return { log, sent, names: () => sent.map(({ events }) => events.map(({ name }) => name)) };
}

test("The events of a moment go together, and the next once these are written", () =>
  withFakeClock(async ({ advance }) => {
    const { log, names } = keptLog();
    log.event("info", "one", { status: "ok" });
    log.event("warn", "two");
    assertEquals(names(), []);
    await advance(0.05);
    assertEquals(names(), [["one", "two"]]);
    log.event("error", "three");
    await advance(10);
    log.event("error", "four");
    assertEquals(names(), [["one", "two"]]);
    log.written();
    await advance(0.05);
    assertEquals(names(), [["one", "two"], ["three", "four"]]);
    log.written();
    await advance(10);
    assertEquals(names().length, 2);
  }));

test("What is left at the end goes at once, whether the rest is written or not", () =>
  withFakeClock(async ({ advance }) => {
    const { log, names } = keptLog();
    log.event("info", "one");
    log.finish();
    log.event("info", "two");
    log.finish();
    log.finish();
    assertEquals(names(), [["one"], ["two"]]);
    await advance(10);
    assertEquals(names().length, 2);
  }));

test("An event keeps its level and fields", () => {
  const { log, sent } = keptLog();
  log.event("warn", "closed", { status: "replay", up: 7, user: undefined });
  log.finish();
  assertEquals(sent, [{
    events: [{ level: "warn", name: "closed", fields: { status: "replay", up: 7, user: undefined } }],
    lost: 0,
  }]);
});

test("What is below the level is not sent, nor what the first thread says for all", () => {
  const { log, sent } = keptLog();
  log.event("debug", "dialling");
  log.event("info", "listening");
  log.event("info", "method-ready");
  log.event("warn", "method");
  log.finish();
  assertEquals(sent, []);
  assertEquals([log.level, keptLog("debug").log.level], ["info", "debug"]);
});

test("Events that nobody writes fill no memory: beyond a bound they are counted, and the count is told", () => {
  const { log, sent } = keptLog();
  log.event("info", "first");
  log.finish();
  for (let i = 0; i < 5000; i++) log.event("info", `event-${i}`);
  log.finish();
  assertEquals(sent.map(({ events, lost }) => [events.length, lost]), [[1, 0], [1024, 3976]]);
  assertEquals(sent[1]!.events.at(-1)!.name, "event-1023");
  log.event("info", "later");
  log.finish();
  assertEquals(sent.at(-1), { events: [{ level: "info", name: "later", fields: {} }], lost: 0 });
});
