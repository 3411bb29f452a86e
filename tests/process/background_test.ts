/** The ways to the background of libev's and rust's names, and what is left of a process there. */

import { mkdtemp, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { kill } from "node:process";
import { assert, assertEquals, assertMatch, test } from "#test";
import { Peer } from "../behaviour/peer.ts";
import { freePort } from "../interop/free_port.ts";
import { until } from "../behaviour/until.ts";
import { isAlive } from "./alive.ts";
import { startProcess, umbra } from "./started.ts";

/** Runs the body with a program in the background, its pid file and its port; afterwards it is gone. */
async function inBackground(
  wordsFor: (port: number, pidFile: string) => string[],
  body: (pid: number, port: number) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-background-`);
  const pidFile = `${folder}/p.pid`;
  const port = await freePort();
  const typed = startProcess(umbra(...wordsFor(port, pidFile)));
  let pid = 0;
  try {
    assertEquals(await typed.ended(), 0, typed.err);
    pid = Number(await readFile(pidFile, "utf8"));
    await body(pid, port);
    kill(pid, "SIGTERM");
    await until(() => !isAlive(pid));
  } finally {
    await typed.kill();
    if (pid > 0 && isAlive(pid)) kill(pid, "SIGKILL");
    await rm(folder, { recursive: true });
  }
}

/** A process's session and that of whoever asks. */
async function sessionOf(pid: number | "self"): Promise<string | undefined> {
  return (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /s, "").split(" ")[3];
}

/** Holds that the port is served by a process of its own session that holds no end of ours. */
async function assertAlone(pid: number, port: number): Promise<void> {
  await (await Peer.connect(port)).close();
  assert(await sessionOf(pid) === String(pid) && await sessionOf("self") !== String(pid));
  for (const descriptor of [0, 1, 2]) {
    assertEquals(await readlink(`/proc/${pid}/fd/${descriptor}`), "/dev/null");
  }
}

test("ssservice server -d serves from the background", () =>
  inBackground((port, pidFile) => {
    const words = `ssservice server -s 127.0.0.1:${port} -k pw -m aes-256-gcm -d --daemonize-pid ${pidFile}`;
    return words.split(" ");
  }, assertAlone));

test("ss-local -f and umbra local -d start serve applications from the background", async () => {
  await inBackground((port, pidFile) => {
    return `ss-local -s 127.0.0.1 -p 1 -k pw -m aes-256-gcm -l ${port} -f ${pidFile}`.split(" ");
  }, assertAlone);
  await inBackground((port, pidFile) => {
    return `local ss://none:@127.0.0.1:1 -l ${port} -d start --pid-file ${pidFile}`.split(" ");
  }, assertAlone);
});

test("a server of our own in the background has printed its link where the command was typed", async () => {
  const folder = await mkdtemp(`${tmpdir()}/umbra-background-`);
  const env = { UMBRA_PASSWORD: "", SS_SERVER_PASSWORD: "" };
  const flags = ["--state", `${folder}/state.json`, "--pid-file", `${folder}/p.pid`, "--public-host", "127.0.0.1"];
  const typed = startProcess(umbra("server", "-s", "127.0.0.1", "-p", "0", ...flags, "-d", "start"), { env });
  try {
    assertEquals(await typed.ended(), 0, typed.err);
    assertMatch(typed.out, /ss:\/\/\S+@127\.0\.0\.1:\d+\n/);
    assert(!typed.out.includes("\x04"));
    const pid = Number(await readFile(`${folder}/p.pid`, "utf8"));
    const stop = startProcess(umbra("server", "-d", "stop", "--pid-file", `${folder}/p.pid`));
    assertEquals([await stop.ended(), stop.out], [0, "stopped\n"]);
    await until(() => !isAlive(pid));
  } finally {
    await typed.kill();
    const left = Number(await readFile(`${folder}/p.pid`, "utf8").catch(() => ""));
    if (left > 0 && isAlive(left)) kill(left, "SIGKILL");
    await rm(folder, { recursive: true });
  }
});
