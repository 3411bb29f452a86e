import { assertEquals, test } from "#test";
import { createLog, formatLine } from "../../cli/log.ts";
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
  const log = createLog("warn", (line) => lines.push(line), () => TIME);
  for (const level of ["debug", "info", "warn", "error"] as const) log.event(level, "e");
  assertEquals(lines, ["2026-11-22T16:00:00.123Z WARN e\n", "2026-11-22T16:00:00.123Z ERROR e\n"]);
  assertEquals(log.level, "warn");
});

test("levels are in order", () => {
  assertEquals([atLeast("debug", "info"), atLeast("info", "info"), atLeast("error", "warn")], [false, true, true]);
});
