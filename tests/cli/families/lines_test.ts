import { assertEquals, assertMatch, test } from "#test";
import { FORMS, MESSAGE } from "../../../cli/families/lines.ts";
import type { Fields, Level } from "../../../relay/log.ts";

/** Noon where the machine is, whatever its zone. */
const NOON = new Date(2026, 0, 2, 12, 3, 4);

const LISTENING: [Level, string, Fields] = ["info", "listening", { role: "server", address: "0.0.0.0:8388" }];
const SENTENCE: [Level, string, Fields] = ["warn", MESSAGE, { message: "take care" }];

test("the Python program's lines have the level first, and the time once the config is read", () => {
  const { early, lines } = FORMS.python;
  assertEquals(early(NOON, ...LISTENING), "INFO: starting server at 0.0.0.0:8388\n");
  assertEquals(early(NOON, ...SENTENCE), "WARNING: take care\n");
  assertEquals(lines(NOON, ...LISTENING), "2026-01-02 12:03:04 INFO     starting server at 0.0.0.0:8388\n");
  assertEquals(lines(NOON, ...SENTENCE), "2026-01-02 12:03:04 WARNING  take care\n");
  assertEquals(lines(NOON, "error", "fault", { stack: "a b" }), '2026-01-02 12:03:04 ERROR    fault stack="a b"\n');
  assertEquals(lines(NOON, "debug", "dialling", { to: "x" }), "2026-01-02 12:03:04 DEBUG    dialling to=x\n");
});

test("libev's lines begin with a space, the time and the level", () => {
  const { early, lines } = FORMS.libev;
  assertEquals(early(NOON, ...LISTENING), " 2026-01-02 12:03:04 INFO: tcp server listening at 0.0.0.0:8388\n");
  assertEquals(lines(NOON, "error", "config", { message: "wrong" }), " 2026-01-02 12:03:04 ERROR: config: wrong\n");
  const local = { role: "local", address: "127.0.0.1:1080" };
  assertEquals(lines(NOON, "info", "listening", local), " 2026-01-02 12:03:04 INFO: listening at 127.0.0.1:1080\n");
});

test("rust's lines have a time that can be left out", () => {
  const { lines, timeless } = FORMS.rust;
  assertEquals(timeless(NOON, ...LISTENING), " INFO shadowsocks server listening on 0.0.0.0:8388\n");
  assertMatch(lines(NOON, ...SENTENCE), /^2026-01-0\dT[\d:.]+Z {2}WARN take care\n$/);
});

test("whatever an event holds, it is one line in which a terminal obeys nothing", () => {
  for (const form of Object.values(FORMS).flatMap((forms) => Object.values(forms))) {
    for (const name of ["listening", "config", MESSAGE, "other"]) {
      const line = form(NOON, "info", name, { message: "a\n\u001b[2Jb", role: "\n", address: "\u001b", more: "\n" });
      assertMatch(line, /^[^\p{Cc}]+\n$/u);
    }
  }
});
