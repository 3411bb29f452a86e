/** Telling systemd: what arrives at a socket that a script holds. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { processes } from "#net";
import { assert, assertEquals, test } from "#test";
import { notifyByProgram } from "../../net/notify_program.ts";
import { command, onDeno, startProcess } from "../process/started.ts";
import { skip, withListener } from "./notify_listener.ts";

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

test(
  "a state arrives where native code is not permitted",
  () =>
    withFolder((folder) =>
      withListener(`${folder}/notify`, async (line) => {
        const permissions = ["--allow-read", "--allow-write", "--allow-net"];
        const words = command("tests/net/notify_without_ffi.ts", [`${folder}/notify`], permissions);
        const sender = startProcess(words);
        try {
          await sender.line(onDeno ? /^sent true null$/m : /^sent true \d+$/m);
          await line(/'READY=1'/);
          assertEquals(await sender.ended(), 0);
        } finally {
          await sender.kill();
        }
      })
    ),
  { skip },
);

test(
  "systemd's own program is given the state's lines",
  () =>
    withFolder(async (folder) => {
      const program = `${folder}/systemd-notify`;
      await writeFile(program, `#!/bin/sh\nprintf '%s|' "$NOTIFY_SOCKET" "$@" > ${folder}/said\n`, { mode: 0o700 });
      assertEquals(await notifyByProgram("/run/notify", "READY=1\nSTATUS=All is well", program), true);
      assertEquals(await readFile(`${folder}/said`, "utf8"), "/run/notify|READY=1|STATUS=All is well|");
      await writeFile(program, "#!/bin/sh\nexit 1\n");
      assertEquals(await notifyByProgram("/run/notify", "READY=1", program), false);
      assertEquals(await notifyByProgram("/run/notify", "READY=1", `${folder}/absent`), false);
    }),
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
  const { monotonicTime } = await processes();
  const before = monotonicTime();
  const after = monotonicTime();
  assert(before !== null && after !== null && before > 0n && after >= before);
  assert(after - before < 1_000_000n);
});
