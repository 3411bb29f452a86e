import { assertEquals, assertMatch, test } from "#test";
import { RunLog } from "../../cli/log.ts";
import { formatJson, formatLine, formatTimeless } from "../../cli/log_lines.ts";
import { atLeast } from "../../relay/log.ts";

const TIME = new Date("2026-11-22T16:00:00.123Z");

/** A value as it stands in a line. */
function written(value: string | number): string {
  return formatLine(TIME, "info", "e", { key: value }).slice("2026-11-22T16:00:00.123Z INFO e key=".length, -1);
}

test("an event is one line", () => {
  const fields = { address: "[::]:8388", method: "aes-256-gcm", port: undefined, bytes: 0 };
  assertEquals(
    formatLine(TIME, "info", "listening", fields),
    "2026-11-22T16:00:00.123Z INFO listening address=[::]:8388 method=aes-256-gcm bytes=0\n",
  );
});

test("a value that could be mistaken stands in quotes, and nothing in it is obeyed by a terminal", () => {
  const cases: [string | number, string][] = [
    ["plain", "plain"],
    ["[::1]:80", "[::1]:80"],
    ["münchen", "münchen"],
    [1.5, "1.5"],
    ["", '""'],
    ["a b", '"a b"'],
    ["a=b", '"a=b"'],
    ['a"b', '"a\\"b"'],
    ["a\\b", '"a\\\\b"'],
    ["a\nb INFO fake", '"a\\nb INFO fake"'],
    ["\u001b[2J", '"\\u001b[2J"'],
    ["\u009b2J", '"\\u009b2J"'],
    ["a\u202eb", '"a\\u202eb"'],
    ["a\u2028b", '"a\\u2028b"'],
    ["a\u00a0b", '"a\u00a0b"'],
    ["\ud800", '"\\ud800"'],
  ];
  for (const [value, expected] of cases) assertEquals(written(value), expected);
});

test("an event below the level is not written", () => {
  const lines: string[] = [];
  const log = new RunLog("warn", (line) => lines.push(line), formatLine, () => TIME);
  for (const level of ["debug", "info", "warn", "error"] as const) log.event(level, "e");
  assertEquals(lines, ["2026-11-22T16:00:00.123Z WARN e\n", "2026-11-22T16:00:00.123Z ERROR e\n"]);
  assertEquals(log.level, "warn");
});

test("levels are in order", () => {
  assertEquals([atLeast("debug", "info"), atLeast("info", "info"), atLeast("error", "warn")], [false, true, true]);
});

test("an event as JSON is one object, in which a terminal obeys nothing", () => {
  const line = formatJson(TIME, "warn", "config", { message: 'a "b"\n\u001b[31m\u2028c', port: undefined, bytes: 3 });
  assertEquals(JSON.parse(line), {
    time: "2026-11-22T16:00:00.123Z",
    level: "warn",
    event: "config",
    message: 'a "b"\n\u001b[31m\u2028c',
    bytes: 3,
  });
  assertMatch(line, /^[\x20-\x7e]+\n$/);
});

test("a collector that notes the time itself gets lines without it", () => {
  assertEquals(formatTimeless(TIME, "info", "e", { key: 1 }), "INFO e key=1\n");
});

test("the log's form and level may change while it runs", () => {
  const lines: string[] = [];
  const log = new RunLog("info", (line) => lines.push(line), formatTimeless, () => TIME);
  log.event("debug", "unheard");
  log.level = "debug";
  log.event("debug", "heard");
  log.speak(formatJson);
  log.event("info", "e");
  assertEquals(lines, ["DEBUG heard\n", '{"time":"2026-11-22T16:00:00.123Z","level":"info","event":"e"}\n']);
});
