/** Telling systemd: what arrives at a socket that a script holds. */

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { env } from "node:process";
import { processes } from "#net";
import { assert, assertEquals, assertMatch, test } from "#test";
import { startProcess } from "../process/started.ts";

/** Prints what comes, a datagram a line, to a socket in the file system or an abstract one. */
const LISTENER = `
import socket, sys
name = sys.argv[1]
held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
held.bind("\\0" + name[1:] if name[0] == "@" else name)
print("listening", flush=True)
while True: print(repr(held.recv(65536).decode()), flush=True)
`;

const PYTHON = "/usr/bin/python3";
const skip = !existsSync(PYTHON) && env.CI !== "true";
if (skip) console.error(`NOT RUN: tests of notify: ${PYTHON} is not there`);

/** Runs the body with a socket of a path, and what comes to it. */
async function withListener(path: string, body: (line: (expected: RegExp) => Promise<unknown>) => Promise<void>) {
  const listener = startProcess([PYTHON, "-c", LISTENER, path]);
  try {
    await listener.line(/listening/);
    await body((expected) => listener.line(expected));
  } finally {
    await listener.kill();
  }
}

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-notify-`);
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test(
  "a state arrives at a socket of the file system",
  () =>
    withFolder((folder) =>
      withListener(`${folder}/notify`, async (line) => {
        const { notify } = await processes();
        assertEquals(await notify(`${folder}/notify`, "READY=1\nSTATUS=Serving"), true);
        await line(/'READY=1\\nSTATUS=Serving'/);
        assertEquals(await notify(`${folder}/notify`, `STATUS=${"x".repeat(500)}`), true);
        await line(/'STATUS=x{500}'/);
      })
    ),
  { skip },
);

test("a state arrives at an abstract socket", async () => {
  const name = `@umbra-test-${crypto.randomUUID()}`;
  await withListener(name, async (line) => {
    const { notify } = await processes();
    assertEquals(await notify(name, "STOPPING=1"), true);
    await line(/'STOPPING=1'/);
  });
}, { skip });

test("a socket that is not there, or cannot be, is said to be none", async () => {
  const { notify } = await processes();
  for (const path of ["/nowhere/at/all", "@", "@umbra-nobody", "relative", "", `/${"long".repeat(40)}`, "vsock:2:1"]) {
    assertEquals(await notify(path, "READY=1"), false, path);
  }
});

test("the time is on a clock that goes on, in microseconds", async () => {
  const { monotonicTime, memoryUse } = await processes();
  const before = monotonicTime();
  const after = monotonicTime();
  assert(before !== null && after !== null && before > 0n && after >= before);
  assert(after - before < 1_000_000n);
  assertMatch(`${memoryUse()}`, /^\d{7,}$/);
});
