/** Life in the background, by the commands that people type. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { getuid, kill } from "node:process";
import { assert, assertEquals, assertMatch, test } from "#test";
import { Peer } from "../behaviour/peer.ts";
import { freePort } from "../interop/free_port.ts";
import { until } from "../behaviour/until.ts";
import { isAlive } from "./alive.ts";
import { startProcess, umbra } from "./started.ts";

/** A folder and a port of a test's own. */
interface Place {
  readonly folder: string;
  readonly port: number;
}

/** Runs the body with a place; what it left in the background is killed by the pid file there. */
async function withPlace(body: (place: Place) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-daemon-`);
  try {
    await body({ folder, port: await freePort() });
  } finally {
    const left = Number(await readFile(`${folder}/p.pid`, "utf8").catch(() => ""));
    if (left > 0 && isAlive(left)) kill(left, "SIGKILL");
    await rm(folder, { recursive: true });
  }
}

/** Runs a command that ends by itself: its exit code, and all that it printed. */
async function run(...words: string[]): Promise<{ code: number | string; text: string }> {
  const program = startProcess(umbra(...words));
  try {
    return { code: await program.ended(), text: program.out + program.err };
  } finally {
    await program.kill();
  }
}

/** Whether somebody accepts on a port. */
async function accepts(port: number): Promise<boolean> {
  try {
    await (await Peer.connect(port)).close();
    return true;
  } catch {
    return false;
  }
}

test(
  "ssserver -d start, stop and restart answer as the Python program does",
  () =>
    withPlace(async ({ folder, port }) => {
      const files = ["--pid-file", `${folder}/p.pid`, "--log-file", `${folder}/log`];
      const words = ["ssserver", "-s", "127.0.0.1", "-p", `${port}`, "-k", "pw", "-m", "aes-256-gcm", ...files];
      const daemon = (command: string) => run(...words, "-d", command);
      const pid = () => readFile(`${folder}/p.pid`, "utf8");

      assertEquals((await daemon("stop")).code, 0);
      const started = await daemon("start");
      assertEquals(started.code, 0);
      assertMatch(
        started.text,
        /^started\n[^]*WARNING {2}warning: server set to listen on 127\.0\.0\.1:\d+, are you sure\?\n$/,
      );
      assert(await accepts(port));
      const first = await pid();
      assertMatch(first, /^\d+$/);

      const again = await daemon("start");
      assertEquals(again.code, 1);
      assertMatch(again.text, new RegExp(`already started at pid ${first}$`, "m"));
      assertEquals(await pid(), first);

      assertEquals((await daemon("restart")).code, 0);
      assert(await accepts(port));
      const second = await pid();
      assert(first !== second && !isAlive(Number(first)));

      const stopped = await daemon("stop");
      assertEquals([stopped.code, stopped.text], [0, "stopped\n"]);
      assert(!await accepts(port) && !isAlive(Number(second)));
      assertEquals((await daemon("restart")).code, 0);
      assertEquals((await daemon("stop")).code, 0);
      const log = await readFile(`${folder}/log`, "utf8");
      assertEquals(log.match(/^[-\d]+ [:\d]+ INFO {5}starting server at 127\.0\.0\.1:\d+$/gm)?.length, 3, log);
    }),
  { limit: 60 },
);

test("ss-server -f goes to the background, keeps its process id, and ends by SIGTERM", () =>
  withPlace(async ({ folder, port }) => {
    const words = ["-s", "127.0.0.1", "-p", `${port}`, "-k", "pw", "-m", "aes-256-gcm", "-f", `${folder}/p.pid`];
    assertEquals((await run("ss-server", ...words)).code, 0);
    const pid = Number(await readFile(`${folder}/p.pid`, "utf8"));
    assert(await accepts(port));
    kill(pid, "SIGTERM");
    await until(() => !isAlive(pid));
    assert(!await accepts(port));
    assertEquals(await readFile(`${folder}/p.pid`, "utf8").catch(() => "gone"), "gone");
  }));

test("what keeps the background from serving is seen by whoever typed the command", () =>
  withPlace(async ({ folder, port }) => {
    const words = ["-p", `${port}`, "-k", "pw", "-m", "aes-256-gcm", "-d", "start", "--pid-file", `${folder}/p.pid`];
    const ours = await run("server", "-s", "192.0.2.1", ...words);
    assertEquals(ours.code, 1);
    assertMatch(ours.text, /Cannot listen on 192\.0\.2\.1:\d+/);
    const theirs = await run("ssserver", "-s", "192.0.2.1", ...words, "--log-file", `${folder}/log`);
    assertEquals(theirs.code, 1);
    assertMatch(theirs.text, /Cannot listen on 192\.0\.2\.1:\d+/);
    assertMatch(await readFile(`${folder}/log`, "utf8"), /ERROR {4}Cannot listen/);
  }));

test("a pid file of a process that is gone harms nobody, whoever has its number now", () =>
  withPlace(async ({ folder }) => {
    const other = startProcess(["sleep", "60"]);
    try {
      await writeFile(`${folder}/old.pid`, `${other.pid}`);
      const stopped = await run("server", "-d", "stop", "--pid-file", `${folder}/old.pid`);
      assertEquals([stopped.code, stopped.text], [0, "not running\n"]);
      assert(isAlive(other.pid));
    } finally {
      await other.kill();
    }
  }));

test("SIGHUP opens the log's file again", () =>
  withPlace(async ({ folder, port }) => {
    const words = ["-p", `${port}`, "-k", "pw", "-m", "aes-256-gcm", "--log-file", `${folder}/log`];
    const program = startProcess(umbra("server", "-s", "127.0.0.1", ...words, "--log-format", "json"));
    try {
      const log = () => readFile(`${folder}/log`, "utf8").catch(() => "");
      await until(async () => (await log()).includes("listening"));
      for (const line of (await log()).trimEnd().split("\n")) assertEquals(typeof JSON.parse(line).event, "string");
      await rm(`${folder}/log`);
      program.signal("SIGHUP");
      await until(async () => (await log()).includes("reloaded"));
      program.signal("SIGTERM");
      assertEquals(await program.ended(), 0, program.err);
    } finally {
      await program.kill();
    }
  }));

test("--user changes every thread of the process for good, once its ports are open", async () => {
  const program = startProcess(umbra("ssserver", "-s", "127.0.0.1", "-p", "0", "-k", "pw", "--user", "nobody"));
  try {
    await program.line(/user name=nobody/);
    const status = startProcess(["sh", "-c", `cat /proc/${program.pid}/task/*/status`]);
    await status.ended();
    const ids = status.out.match(/^(Uid|Gid):.*$/gm) ?? [];
    assert(ids.length >= 4, status.out);
    for (const line of ids) assertMatch(line, /^.id:(\t65534){4}$/);
    program.signal("SIGTERM");
    assertEquals(await program.ended(), 0, program.err);
  } finally {
    await program.kill();
  }
}, { skip: getuid?.() !== 0 });

test("a user who is not there is refused before a port is opened", async () => {
  const { code, text } = await run(
    "server",
    "-s",
    "127.0.0.1",
    "-p",
    "0",
    "-k",
    "pw",
    "-m",
    "aes-256-gcm",
    "--user",
    "no-such",
  );
  assertEquals(code, 1);
  assertEquals(text, 'Cannot become the user "no-such": /etc/passwd lists no such user\n');
});
