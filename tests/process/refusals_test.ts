/** What the program says when it cannot run: one sentence and an exit code, no stack. */

import { assertEquals, assertMatch, test } from "#test";
import { listenOrigin } from "../behaviour/peer.ts";
import { command, onDeno, startProcess, umbra } from "./started.ts";

const SERVER = ["-q", "-s", "127.0.0.1", "-m", "chacha20-ietf-poly1305", "-k", "a key of the test's"];

/** Runs a program that is to end by itself; it says one line, which is returned. */
async function refusal(words: readonly string[], code: number): Promise<string> {
  const program = startProcess(words);
  try {
    assertEquals(await program.ended(), code, program.err);
    assertEquals(program.out, "");
    assertMatch(program.err, /^Cannot [^\n]*\n$/);
    return program.err;
  } finally {
    await program.kill();
  }
}

test("a port that is in use ends the run, with a sentence", async () => {
  const other = await listenOrigin();
  try {
    const said = await refusal(umbra("server", ...SERVER, "-p", `${other.port}`), 1);
    assertMatch(said, new RegExp(`127\\.0\\.0\\.1:${other.port}: .*in use`));
  } finally {
    await other.close();
  }
});

test("an unknown method is a mistake of the command line, and a near one is named", async () => {
  const said = await refusal(umbra("server", "-s", "127.0.0.1", "-k", "x", "-m", "aes-256-gmc"), 2);
  assertMatch(said, /"?aes-256-gmc"?.*aes-256-gcm/);
});

test("a port out of range is a mistake of the command line", async () => {
  for (const port of ["65536", "-1", "http", "1e3"]) {
    assertMatch(await refusal(umbra("server", ...SERVER, `--port=${port}`), 2), /port/);
  }
});

test("a config file that is not there, or is none, is a mistake that names it", async () => {
  assertMatch(await refusal(umbra("server", "-c", "/nowhere/umbra.json"), 2), /\/nowhere\/umbra\.json/);
  assertMatch(await refusal(umbra("server", "-c", "README.md"), 2), /README\.md/);
});

if (onDeno) {
  test("without the permission to listen the sentence names it", async () => {
    const permissions = ["read", "write", "env", "sys", "ffi"].map((name) => `--allow-${name}`);
    const words = command("main.ts", ["server", ...SERVER, "-p", "0"], ["--no-prompt", ...permissions]);
    assertMatch(await refusal(words, 1), /--allow-net/);
  });

  test("without the permission to read, a config file is refused with a sentence that names it", async () => {
    const words = command("main.ts", ["server", "-c", "/nowhere/umbra.json"], ["--no-prompt", "--allow-net"]);
    assertMatch(await refusal(words, 2), /--allow-read/);
  });
}
