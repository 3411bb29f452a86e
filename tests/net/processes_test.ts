import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { pid as ours } from "node:process";
import { processes } from "#net";
import { assertEquals, assertMatch, assertNotEquals, assertThrows, test } from "#test";
import { HostError } from "../../net/errors.ts";
import { openFilesLimit } from "../../net/open_files.ts";

/** Runs the body with a folder that is gone afterwards. */
async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-processes-`);
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a pid file is made, holds the process id in the place of what was there, and is emptied", () =>
  withFolder(async (folder) => {
    const { holdPidFile } = await processes();
    const path = `${folder}/p.pid`;
    await writeFile(path, "1234567890\n");
    const held = holdPidFile(path);
    assertEquals(await readFile(path, "utf8"), "1234567890\n");
    held?.write(42);
    assertEquals(await readFile(path, "utf8"), "42");
    held?.release();
    assertEquals(await readFile(path, "utf8"), "");
  }));

test("a pid file that cannot be made is refused with a sentence", async () => {
  const { holdPidFile, isPidFileHeld } = await processes();
  assertThrows(() => holdPidFile("/nowhere/at/all/p.pid"), HostError, "Cannot write /nowhere/at/all/p.pid");
  assertEquals(isPidFileHeld("/nowhere/at/all/p.pid"), null);
});

test("our own process lives, and one of a number that no system gives does not", async () => {
  const { isAlive, pid, terminate } = await processes();
  assertEquals(pid(), ours);
  assertEquals(isAlive(ours), true);
  assertEquals(isAlive(2 ** 30), false);
  assertEquals(terminate(2 ** 30), "gone");
});

test("a log file keeps what is there, and is made anew where somebody moved it away", () =>
  withFolder(async (folder) => {
    const { append } = await processes();
    const path = `${folder}/log`;
    await writeFile(path, "before\n");
    const file = append(path);
    file.write("one\n");
    await rename(path, `${path}.1`);
    file.write("two\n");
    file.reopen();
    file.write("three\n");
    file.close();
    assertEquals(await readFile(`${path}.1`, "utf8"), "before\none\ntwo\n");
    assertEquals(await readFile(path, "utf8"), "three\n");
  }));

test("a log file that cannot be made is refused with a sentence", async () => {
  const { append } = await processes();
  assertMatch(assertThrows(() => append("/nowhere/at/all/log"), HostError).message, /\/nowhere\/at\/all\/log/);
});

test("the limit of descriptors is what it is set to", async () => {
  const { limitOpenFiles } = await processes();
  const before = openFilesLimit();
  if (before === null) return;
  try {
    limitOpenFiles(before - 1);
    assertEquals(openFilesLimit(), before - 1);
  } finally {
    limitOpenFiles(before);
  }
  assertNotEquals(before, 0);
});

test("a limit of descriptors beyond all reason is refused", async () => {
  const { limitOpenFiles } = await processes();
  assertThrows(() => limitOpenFiles(2 ** 40), HostError, "Cannot open up to");
});
