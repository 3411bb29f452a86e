/** SIGHUP, SIGUSR2, SIGQUIT and systemd, in a world that is made up. */

import { assert, assertEquals, assertMatch, assertStringIncludes, test } from "#test";
import { ConfigError } from "../../config/types.ts";
import { watchSignals } from "../../cli/signals.ts";
import type { SignalName } from "../../net/types.ts";
import { StartError } from "../../service/mod.ts";
import { runIn, type Running, type World } from "./fake.ts";

const WORDS = ["local", "ss://none:@127.0.0.1:1"];
const FILE = "/c.json";
const NEW_PASSWORD = "of another day";

/** A server's file. */
function fileOf(password: string): string {
  return JSON.stringify({ server: "127.0.0.1", server_port: 1, method: "aes-256-gcm", password });
}

/** A world in which a server's file is changed and SIGHUP sent; the rest is told when the config was taken. */
function reloading(text: string, applied: (signal: Running["signal"]) => ReturnType<NonNullable<World["applied"]>>) {
  const files: Record<string, string> = { [FILE]: fileOf("of today") };
  let send: Running["signal"] = () => {};
  const world: World = {
    files,
    running({ signal, files }) {
      send = signal;
      files[FILE] = text;
      signal("SIGHUP");
    },
    applied: () => applied(send),
  };
  return runIn(world, "server", "-c", FILE, "--no-qr");
}

test("SIGHUP reads the file again, has the service take it and says what came of it", async () => {
  const { configs, err, code, handlers } = await reloading(fileOf(NEW_PASSWORD), (signal) => {
    signal("SIGTERM");
    return Promise.resolve([{ kind: "settings-changed", keys: ["limits"] }]);
  });
  assertEquals(configs.map(({ servers }) => servers[0]?.password), ["of today", NEW_PASSWORD]);
  assertEquals([code, handlers], [0, 0]);
  assertMatch(err, /INFO reloaded changes=1\n/);
  assert(!err.includes(NEW_PASSWORD));
});

test("flags count before a file that is read again", async () => {
  const files = { [FILE]: fileOf("of today") };
  let send: Running["signal"] = () => {};
  const { configs } = await runIn(
    {
      files,
      running({ signal }) {
        send = signal;
        signal("SIGHUP");
      },
      applied() {
        send("SIGTERM");
        return Promise.resolve([]);
      },
    },
    "server",
    "-c",
    FILE,
    "-k",
    "of the flags",
  );
  assertEquals(configs.map(({ servers }) => servers[0]?.password), ["of the flags", "of the flags"]);
});

test("a file that cannot be taken is refused with its reason, and what runs goes on", async () => {
  for (const fault of [new ConfigError("Cannot use it: why"), new StartError("Cannot use it: why")]) {
    const { err, code } = await reloading(fileOf("x"), (signal) => {
      signal("SIGTERM");
      return Promise.reject(fault);
    });
    assertMatch(err, /ERROR reload-refused message="Cannot use it: why"\n/);
    assertEquals(code, 0);
  }
});

test("a file that cannot be read is refused before the service is asked", async () => {
  for (const text of ["{", JSON.stringify({ server_port: "x" })]) {
    let ended = () => {};
    const refused = new Promise<void>((resolve) => ended = resolve);
    const files: Record<string, string> = { [FILE]: fileOf("of today") };
    const outcome = await runIn(
      {
        files,
        async running({ signal, files, line }) {
          files[FILE] = text;
          signal("SIGHUP");
          await line(/reload-refused/);
          ended();
          signal("SIGTERM");
        },
      },
      "server",
      "-c",
      FILE,
    );
    await refused;
    assertEquals(outcome.configs.length, 1);
    assertMatch(outcome.err, /ERROR reload-refused message=".*\/c\.json/);
  }
});

test("without a file SIGHUP is left to the system", async () => {
  const { err, configs } = await runIn({
    running({ signal }) {
      signal("SIGHUP");
      signal("SIGTERM");
    },
  }, ...WORDS);
  assertEquals(configs.length, 1);
  assertEquals(err.includes("reload"), false);
});

test("SIGHUP asks nobody for a key a second time", async () => {
  let asked = 0;
  const text = JSON.stringify({ server: "127.0.0.1", server_port: 1, method: "aes-256-gcm" });
  let send: Running["signal"] = () => {};
  const { configs } = await runIn(
    {
      files: { [FILE]: text },
      terminals: ["stdin"],
      get typed() {
        asked++;
        return "typed";
      },
      running({ signal }) {
        send = signal;
        signal("SIGHUP");
      },
      applied() {
        send("SIGTERM");
        return Promise.resolve([]);
      },
    },
    "local",
    "-c",
    FILE,
  );
  assertEquals([asked, configs.map(({ locals }) => locals[0]?.servers[0]?.password)], [1, ["typed", "typed"]]);
});

test("SIGUSR2 has one line written that says how the service fares, however quiet the log is", async () => {
  for (const [flags, level] of [[[], "INFO"], [["-q"], "WARN"]] as const) {
    const { err } = await runIn(
      {
        async running({ signal, line }) {
          signal("SIGUSR2");
          await line(/status/);
          signal("SIGTERM");
        },
      },
      ...WORDS,
      ...flags,
    );
    const expected = `Z ${level} status uptime=0 ports=local:127.0.0.1:1080 open=0 accepted=0 associations=0 up=0 ` +
      "down=0 ended=none memory=50000000\n";
    assertStringIncludes(err, expected);
  }
});

test("systemd is told that the service is ready, reads its config again, and stops", async () => {
  const { deeds, err } = await runIn(
    {
      files: { [FILE]: fileOf("of today") },
      env: { NOTIFY_SOCKET: "/run/notify" },
      async running({ signal, line }) {
        signal("SIGHUP");
        await line(/reloaded/);
        signal("SIGTERM");
      },
    },
    "server",
    "-c",
    FILE,
  );
  assertEquals(deeds.notified.map((text) => text.replaceAll("\n", "; ")), [
    "/run/notify READY=1; STATUS=Serving server 127.0.0.1:1",
    "/run/notify RELOADING=1; MONOTONIC_USEC=1000000; STATUS=Reading the config again",
    "/run/notify READY=1; STATUS=Serving server 127.0.0.1:1",
    "/run/notify STOPPING=1; STATUS=Letting connections end",
  ]);
  assertEquals(err.includes("supervisor"), false);
});

test("that systemd cannot be told is a warning", async () => {
  const { err, code } = await runIn({ env: { NOTIFY_SOCKET: "/denied/notify" } }, ...WORDS);
  assertMatch(err, /WARN supervisor message="Cannot tell systemd/);
  assertEquals(code, 0);
});

test("signals that come before they are waited for are not lost", async () => {
  const handlers = new Map<string, () => void>();
  const onSignal = (name: SignalName, handler: () => void) => {
    handlers.set(name, handler);
    return () => handlers.delete(name);
  };
  const signals = watchSignals({ onSignal }, ["SIGINT", "SIGTERM"]);
  handlers.get("SIGTERM")?.();
  handlers.get("SIGINT")?.();
  assertEquals([await signals.next(), await signals.next()], ["SIGTERM", "SIGINT"]);
  const next = signals.next();
  handlers.get("SIGINT")?.();
  assertEquals(await next, "SIGINT");
  signals.release();
  assertEquals(handlers.size, 0);
});
