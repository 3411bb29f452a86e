import { assertEquals, test } from "#test";
import { WorkerLog } from "../../service/workers_log.ts";
import type { LogEvent } from "../../service/workers_messages.ts";

/** A log whose sent parts are kept. */
function keptLog(level: "debug" | "info" = "info") {
  const sent: { events: LogEvent[]; lost: number }[] = [];
  const log = new WorkerLog(level, (events, lost) => sent.push({ events, lost }));
  return { log, sent, names: () => sent.map(({ events }) => events.map(({ name }) => name)) };
}

test("An event is sent at once, and those that come meanwhile go together once it is written", () => {
  const { log, names } = keptLog();
  log.event("info", "one", { status: "ok" });
  log.event("warn", "two");
  log.event("error", "three");
  assertEquals(names(), [["one"]]);
  log.written();
  assertEquals(names(), [["one"], ["two", "three"]]);
  log.written();
  log.written();
  log.event("info", "four");
  assertEquals(names(), [["one"], ["two", "three"], ["four"]]);
});

test("An event keeps its level and fields", () => {
  const { log, sent } = keptLog();
  log.event("warn", "closed", { status: "replay", up: 7, user: undefined });
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
  assertEquals(sent, []);
  assertEquals([log.level, keptLog("debug").log.level], ["info", "debug"]);
});

test("Events that nobody writes fill no memory: beyond a bound they are counted, and the count is told", () => {
  const { log, sent } = keptLog();
  log.event("info", "first");
  for (let i = 0; i < 5000; i++) log.event("info", `event-${i}`);
  log.written();
  assertEquals(sent.map(({ events, lost }) => [events.length, lost]), [[1, 0], [1024, 3976]]);
  assertEquals(sent[1]!.events.at(-1)!.name, "event-1023");
  log.event("info", "later");
  log.written();
  assertEquals(sent.at(-1), { events: [{ level: "info", name: "later", fields: {} }], lost: 0 });
});
