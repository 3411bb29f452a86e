import { assertEquals, assertThrows, test } from "#test";
import { readConfigText } from "../../config/file.ts";
import { overlay } from "../../config/overlay.ts";
import type { Parts } from "../../config/parts.ts";
import { serverConfig } from "../../config/server_config.ts";
import { ConfigError } from "../../config/types.ts";

/** What a server's file with these keys says, without a remark. */
function read(keys: object): Parts {
  const { parts, warnings } = readConfigText(JSON.stringify(keys), "c.json", "server");
  assertEquals(warnings, []);
  return parts;
}

test("how the program lives in its system is read by everybody's names", () => {
  const life = { "pid-file": "/run/x.pid", user: "nobody", nofile: "51200", grace: 7.5, daemonize: true };
  const expected = { pidFile: "/run/x.pid", user: "nobody", openFiles: 51200, grace: 7.5, background: true };
  assertEquals(read(life), { life: expected });
  assertEquals(serverConfig({ ...read(life), method: "none" }).life, expected);
  assertEquals(read({ daemon: "start" }), { life: { background: true } });
  assertEquals(read({ daemonize: false }), { life: { background: false } });
  assertEquals(read({ user: "", "pid-file": "", log_file: "" }), {});
  assertEquals(overlay(read(life), { life: { user: "other" } }).life, { ...expected, user: "other" });
});

test("the log is read as an object, as keys of its own, and as a number", () => {
  const cases: [keys: object, log: object][] = [
    [{ log: { level: "debug", format: "json", file: "x.log" } }, { level: "debug", format: "json", file: "x.log" }],
    [{ log: { level: 0 } }, { level: "info" }],
    [{ log: { level: 3 } }, { level: "debug" }],
    [{ "log-file": "x.log", log_level: "warn" }, { level: "warn", file: "x.log" }],
    [{ verbose: true }, { level: "debug" }],
    [{ verbose: false }, { level: "info" }],
    [{ verbose: 2 }, { level: "debug" }],
    [{ verbose: -1 }, { level: "warn" }],
    [{ verbose: -2 }, { level: "error" }],
    [{ quiet: true }, { level: "warn" }],
  ];
  for (const [keys, log] of cases) assertEquals(read(keys), { log }, JSON.stringify(keys));
  const both = overlay(read({ log: { file: "a", level: "warn" } }), { log: { level: "debug" } });
  assertEquals(both.log, { file: "a", level: "debug" });
});

test("what rust says of its log and we do not do is said, unless it is what holds anyhow", () => {
  assertEquals(read({ log: { level: 1, format: { without_time: false } } }), { log: { level: "debug" } });
  const text = "{log: {writers: [], format: {without_time: true}}}";
  const reason = 'is not used: expected "level", "format" ("text" or "json") and "file"';
  assertEquals(readConfigText(text, "c.json", "server", "rust").warnings, [
    `c.json: log.writers ${reason}`,
    `c.json: log.format ${reason}`,
  ]);
});

test("threads are a number, or one for each processor", () => {
  const cases: [keys: object, workers: number | "auto"][] = [
    [{ workers: 4 }, 4],
    [{ workers: "4" }, 4],
    [{ workers: "auto" }, "auto"],
    [{ runtime: { mode: "single_thread" } }, 1],
    [{ runtime: { mode: "single_thread", worker_count: 8 } }, 1],
    [{ runtime: { mode: "multi_thread" } }, "auto"],
    [{ runtime: { worker_count: 3 } }, 3],
  ];
  for (const [keys, workers] of cases) assertEquals(read(keys), { workers }, JSON.stringify(keys));
  for (const workers of [0, -1, 1.5, 257, "many", null, [4]]) {
    assertThrows(() => read({ workers }), ConfigError, "expected a whole number from 1 to 256");
  }
});

test("whatever a file wants of repeats, they are refused; where that is not what it wants, it is said", () => {
  for (const policy of ["default", "reject"]) assertEquals(read({ security: { replay_attack: { policy } } }), {});
  assertEquals(read({ security: {} }), {});
  for (const policy of ["ignore", "detect"]) {
    const { warnings } = readConfigText(`{security: {replay_attack: {policy: "${policy}"}}}`, "c.json", "server");
    assertEquals(warnings, ["c.json: security.replay_attack.policy is not used: what repeats is always refused"]);
  }
  for (const security of [1, { replay_attack: 1 }, { replay_attack: { policy: "none" } }]) {
    assertThrows(() => read({ security }), ConfigError, "Cannot read c.json: security");
  }
});

test("wrong values are refused", () => {
  const cases: [keys: object, message: string][] = [
    [{ log: "debug" }, 'log: found "debug", expected { level, format, file }'],
    [{ log: { format: "xml" } }, 'log.format: found "xml", expected one of text, json'],
    [{ log: { file: "" } }, 'log.file: found "", expected a text'],
    [{ verbose: 0.5 }, "verbose: found 0.5, expected a whole number, true or false"],
    [{ nofile: 0 }, "nofile: found 0, expected a whole number from 1 to 1000000000"],
    [{ user: 0 }, "user: found 0, expected a text"],
    [{ daemonize: "stop" }, 'daemonize: found "stop", expected true or false'],
    [{ runtime: 1 }, "runtime: found 1, expected { mode, worker_count }"],
  ];
  for (const [keys, message] of cases) {
    assertEquals(assertThrows(() => read(keys), ConfigError).message, `Cannot read c.json: ${message}`);
  }
});
