/** How a run lives in its system, in a world that is made up. */

import { assertEquals, assertMatch, test } from "#test";
import { withFakeClock } from "../net/fake_clock.ts";
import { type Outcome, runIn, type World } from "./fake.ts";
import { OUR_PID } from "./fake_processes.ts";

const SERVER = ["server", "-s", "192.0.2.1", "-k", "pw", "-m", "aes-256-gcm"];
const USERS = { "/etc/passwd": "nobody:x:65534:65534::/:/bin/false\n", "/etc/group": "" };

/** Runs a server in a world with these users. */
function serving(words: readonly string[], world: World = {}): Promise<Outcome> {
  return runIn({ ...world, files: { ...USERS, ...world.files } }, ...SERVER, ...words);
}

test("a run that asks for nothing touches nothing", async () => {
  const { code, deeds, files } = await serving([]);
  assertEquals(code, 0);
  for (const list of Object.values(deeds)) assertEquals(list.length, 0);
  assertEquals(Object.keys(files), Object.keys(USERS));
});

test("the pid file holds the process id while the program serves, and is gone afterwards", async () => {
  const { code, deeds, files } = await serving(["--pid-file", "/run/p.pid"]);
  assertEquals([code, deeds.pids, "/run/p.pid" in files], [0, [OUR_PID], false]);
});

test("the user is changed once the ports are open, and the log says so", async () => {
  const { code, deeds, err } = await serving(["--user", "nobody"]);
  assertEquals([code, deeds.users], [0, ["nobody"]]);
  assertMatch(err, /INFO user name=nobody uid=65534 gid=65534\n/);
});

test("a user who is unknown, or whom nobody may become, ends the run with 1", async () => {
  const unknown = await serving(["--user", "someone"]);
  assertEquals([unknown.code, unknown.configs], [1, []]);
  assertMatch(unknown.err, /^Cannot become the user "someone": \/etc\/passwd lists no such user\n$/);
  const refused = await serving(["--user", "nobody"], { others: { notRoot: true } });
  assertEquals([refused.code, refused.graces], [1, [0]]);
  assertMatch(refused.err, /Cannot become the user nobody: only root may\n$/);
});

test("a second start on a pid file that is held says whose it is", async () => {
  const { code, err, configs } = await serving(["--pid-file", "/run/p.pid"], {
    files: { "/run/p.pid": "77" },
    others: { held: ["/run/p.pid"] },
  });
  assertEquals([code, err, configs], [1, "Cannot start: already started at pid 77\n", []]);
});

test("a pid file that cannot be made is refused before anything is opened", async () => {
  const { code, err, configs } = await serving(["--pid-file", "/denied/p.pid"]);
  assertEquals([code, configs], [1, []]);
  assertMatch(err, /^Cannot write \/denied\/p\.pid: /);
});

test("lines are added to the log file that a flag or the config names, in the form that is asked for", async () => {
  const { files, err } = await serving(["--log-file", "/log", "--log-format", "json"], {
    files: { "/log": "before\n" },
  });
  const [before, ...lines] = files["/log"]!.trimEnd().split("\n");
  assertEquals([before, err], ["before", ""]);
  assertEquals(lines.map((line) => JSON.parse(line).event), ["stopping"]);

  const config = '{"password": "pw", "method": "aes-256-gcm", "log": {"file": "/log", "level": "warn"}}';
  const quiet = await runIn({ files: { "/c.json": config } }, "server", "-c", "/c.json");
  assertEquals([quiet.code, quiet.files["/log"], quiet.err], [0, "", ""]);
  const loud = await runIn({ files: { "/c.json": config } }, "server", "-c", "/c.json", "-v");
  assertMatch(loud.files["/log"]!, /INFO stopping/);
});

test("flags count before the config file's life", async () => {
  const config = '{"password": "pw", "method": "aes-256-gcm", "pid_file": "/a.pid", "grace": 7, "workers": 2}';
  const world = { files: { "/c.json": config } };
  const file = await runIn(world, "server", "-c", "/c.json");
  assertEquals([file.configs[0]?.life?.pidFile, file.graces, file.configs[0]?.workers], ["/a.pid", [7], 2]);
  const flags = ["--pid-file", "/b.pid", "--grace", "1", "--workers", "auto"];
  const both = await runIn(world, "server", "-c", "/c.json", ...flags);
  assertEquals([both.configs[0]?.life?.pidFile, both.graces, both.configs[0]?.workers], ["/b.pid", [1], "auto"]);
});

test("in the background the program says that it serves, and leaves the terminal", async () => {
  const env = { UMBRA_BACKGROUND: "1" };
  const { code, out, deeds } = await serving(["-d", "start", "--pid-file", "/p.pid", "--log-file", "/log"], { env });
  assertEquals([code, out, deeds.left, deeds.starts], [0, "\x04", ["/log"], []]);
  // Whoever started one in the background has his own children without it.
  const foreground = await serving([], { env });
  assertEquals([foreground.out, foreground.deeds.left], ["", []]);
});

test("the command that was typed starts itself again, hands on what is said, and ends with its exit code", async () => {
  const served = await serving(["-d", "start"], { others: { again: { says: "a link\n\x04" } } });
  assertEquals([served.code, served.out, served.deeds.starts], [0, "a link\n", ["UMBRA_BACKGROUND=1"]]);
  assertEquals(served.configs, []);
  const failed = await serving(["--daemon", "start"], { others: { again: { says: "why\n", code: 2 } } });
  assertEquals([failed.code, failed.out], [2, "why\n"]);
});

test("stop ends what holds the pid file, and nothing else", async () => {
  const file = { "/var/run/umbra-server.pid": `${OUR_PID + 1}\n` };
  const held = { held: Object.keys(file), living: [OUR_PID + 1] };
  const stopped = await serving(["-d", "stop"], { files: file, others: held });
  assertEquals([stopped.code, stopped.out, stopped.deeds.terminated], [0, "stopped\n", [OUR_PID + 1]]);
  assertEquals(stopped.files["/var/run/umbra-server.pid"], undefined);

  const stale = await serving(["-d", "stop"], { files: file, others: { living: [OUR_PID + 1] } });
  assertEquals([stale.code, stale.out, stale.deeds.terminated], [0, "not running\n", []]);
  const none = await serving(["-d", "stop"]);
  assertEquals([none.code, none.out], [0, "not running\n"]);
  const odd = await serving(["-d", "stop"], { files: { "/var/run/umbra-server.pid": "-1" } });
  assertEquals([odd.code, odd.deeds.terminated], [1, []]);
});

test("restart stops what runs, and starts in any case", async () => {
  const file = { "/p.pid": "77" };
  const words = ["-d", "restart", "--pid-file", "/p.pid"];
  const running = await serving(words, { files: file, others: { held: ["/p.pid"], living: [77] } });
  assertEquals([running.code, running.deeds.terminated, running.deeds.starts.length], [0, [77], 1]);
  const none = await serving(words);
  assertEquals([none.code, none.out, none.deeds.starts.length], [0, "not running\n", 1]);
});

test("restart ends nothing for a config that could not take its place", async () => {
  const world = {
    files: {
      "/p.pid": "77",
      "/c.json": '{"password": "pw", "method": "des-256-gcm"}',
      "/own.json": '{"password": "p"}',
    },
    others: { held: ["/p.pid"], living: [77] },
  };
  for (
    const command of [
      "server -d restart -c /c.json",
      "ssserver -d restart -c /c.json",
      "ssserver -d restart -k mypassword",
    ]
  ) {
    const { code, deeds } = await runIn(world, ...command.split(" "), "--pid-file", "/p.pid");
    assertEquals([code === 0, deeds.terminated, deeds.starts], [false, [], []], command);
  }
});

test("a program with a long grace has the time for it", () =>
  withFakeClock(async (clock) => {
    const ends = (seconds: number) => ({ held: ["/p.pid"], living: [77], linger: () => clock.seconds < seconds });
    const stopped = async (seconds: number, ...words: string[]) => {
      const over = serving(["-d", "stop", "--pid-file", "/p.pid", ...words], {
        files: { "/p.pid": "77" },
        others: ends(clock.seconds + seconds),
      });
      await clock.advance(60);
      return (await over).out;
    };
    assertEquals(await stopped(9.9), "stopped\n");
    assertEquals(await stopped(13), "");
    assertEquals(await stopped(13, "--grace", "13"), "stopped\n");
    assertEquals(await stopped(24, "--grace", "13"), "");
  }));

test("a key that was typed goes with the program to the background", async () => {
  const files = { "/c.json": '{"method": "aes-256-gcm", "server_port": 1}' };
  for (const command of ["server -d start -c /c.json", "ssservice server -d -c /c.json"]) {
    const { code, deeds, err } = await runIn({ files, terminals: ["stdin"], typed: "pw" }, ...command.split(" "));
    assertEquals([code, deeds.starts], [0, ["UMBRA_BACKGROUND=1 UMBRA_PASSWORD=pw"]], command + err);
  }
});

test("a command for the background that there is not is a mistake of the command line", async () => {
  const { code, err } = await serving(["-d", "again"]);
  assertEquals(code, 2);
  assertMatch(err, /--daemon: found "again", expected one of start, stop, restart/);
});

test("descriptors are a wish: what the config asks for is set", async () => {
  const config = '{"password": "pw", "method": "aes-256-gcm", "nofile": 4096}';
  const { deeds, code } = await runIn({ files: { "/c.json": config } }, "server", "-c", "/c.json");
  assertEquals([code, deeds.limits], [0, [4096]]);
});

test("a process that is not ours to stop is left alone, and that is said", async () => {
  const { code, err, deeds, files } = await serving(["-d", "stop", "--pid-file", "/p.pid"], {
    files: { "/p.pid": "77" },
    others: { held: ["/p.pid"], living: [77], foreign: [77] },
  });
  assertEquals([code, err, deeds.terminated], [1, "Cannot stop pid 77: it is not ours to stop\n", []]);
  assertEquals(files["/p.pid"], "77");
});

test("the folder of one's own runtime files is where a pid file is kept unless it is named", async () => {
  const env = { XDG_RUNTIME_DIR: "/run/user/7" };
  const files = { "/run/user/7/umbra-local.pid": "77" };
  const others = { held: Object.keys(files), living: [77] };
  const { out, deeds } = await runIn({ env, files, others }, "local", "ss://none:@127.0.0.1:1", "-d", "stop");
  assertEquals([out, deeds.terminated], ["stopped\n", [77]]);
});

test("a config that asks for the background gets it, and a wrong one does not get there", async () => {
  const text = '{"password": "pw", "method": "aes-256-gcm", "daemonize": true, "pid_file": "/p.pid"}';
  const asked = await runIn({ files: { "/c.json": text } }, "server", "-c", "/c.json");
  assertEquals([asked.code, asked.deeds.starts.length, asked.configs], [0, 1, []]);
  const wrong = await runIn({ files: { "/c.json": text.replace("aes", "des") } }, "server", "-c", "/c.json");
  assertEquals([wrong.code, wrong.deeds.starts.length], [2, 0]);
});

test("other families' commands stop what they started", async () => {
  const files = { "/var/run/shadowsocks.pid": "77" };
  const others = { held: Object.keys(files), living: [77] };
  const { code, out, deeds } = await runIn({ files, others }, "ssserver", "-d", "stop");
  assertEquals([code, out, deeds.terminated], [0, "stopped\n", [77]]);
  const none = await runIn({}, "sslocal", "-d", "stop");
  assertEquals([none.code, none.err], [0, "ERROR: not running\n"]);
});
