/** The system's log, which libev's commands speak to from the background. */

import { assertEquals, assertMatch, test } from "#test";
import { systemLogForm } from "../../cli/system_log.ts";
import { StartError } from "../../service/mod.ts";
import { runIn, type World } from "./fake.ts";

test("a line has facility, level, time, program and process id before its text", () => {
  const form = systemLogForm("ss-server", 77, (_time, level, name) => ` ${level} ${name}\n`);
  assertEquals(form(new Date(2026, 0, 2, 3, 4, 5), "info", "e", {}), "<30>Jan  2 03:04:05 ss-server[77]: info e");
  const levels = (["debug", "info", "warn", "error"] as const).map((level) =>
    form(new Date(), level, "e", {}).slice(0, 4)
  );
  assertEquals(levels, ["<31>", "<30>", "<28>", "<27>"]);
});

const WORDS = ["ss-server", "-p", "1", "-k", "pw", "-f", "/p.pid"];
const SECOND: World = { env: { UMBRA_BACKGROUND: "1" } };

test("in the background libev's lines go to the system's log, and its refusals to both", async () => {
  const { code, err, deeds } = await runIn({ ...SECOND, others: { systemLog: true } }, ...WORDS);
  assertEquals([code, err], [0, ""]);
  assertMatch(deeds.logged.join("\n"), /^<30>.* ss-server\[4242\]: INFO: starting in the background\n/);
  assertMatch(deeds.logged.at(-1) ?? "", /INFO: stopping signal=SIGTERM grace=0$/);
  const failure = () => new StartError("Cannot listen");
  const failing = await runIn({ ...SECOND, failure, others: { systemLog: true } }, ...WORDS);
  assertEquals(failing.code, 255);
  assertMatch(failing.err, /ERROR: Cannot listen\n$/);
  assertMatch(failing.deeds.logged.at(-1) ?? "", /^<27>.*ERROR: Cannot listen$/);
});

test("a system without a log, a log file, and the foreground are left alone", async () => {
  assertMatch((await runIn(SECOND, ...WORDS)).err, /INFO: stopping/);
  const foreground = await runIn({ others: { systemLog: true } }, "ss-server", "-p", "1", "-k", "pw");
  assertEquals(foreground.deeds.logged, []);
  const python = await runIn({ ...SECOND, others: { systemLog: true } }, "ssserver", "-k", "pw", "-d", "start");
  assertEquals(python.deeds.logged, []);
});
