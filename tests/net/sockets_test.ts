import { startThread } from "#net";
import { assertEquals, runtime, test } from "#test";
import { command, startProcess } from "../process/started.ts";
import { SOCKET_CHECKS } from "./socket_checks.ts";
import { RESET_CHECKS } from "./stream_checks.ts";

for (const { name, run } of [...SOCKET_CHECKS, ...RESET_CHECKS]) test(name, run);

/** Runs the checks in a thread; those that have held. */
async function heldInThread(): Promise<unknown[]> {
  const held: unknown[] = [];
  const over = Promise.withResolvers<void>();
  const thread = startThread("tests/net/sockets_of_a_thread.ts", {
    onMessage(name) {
      if (name === "all") over.resolve();
      else held.push(name);
    },
    onDeath: (reason) => over.reject(new Error(`After ${held.at(-1)}: ${reason}`)),
  });
  try {
    await over.promise;
    return held;
  } finally {
    thread.end();
  }
}

test("all of this holds of the runtime's own sockets, which threads have", async () => {
  assertEquals(await heldInThread(), [...SOCKET_CHECKS, ...RESET_CHECKS].map(({ name }) => name));
}, { limit: 60 });

test("it holds of them where native code may not be called, but for resets", async () => {
  const child = startProcess(command("tests/net/sockets_without_ffi.ts", [], ["-A", "--deny-ffi"]));
  try {
    assertEquals(await child.ended(), 0, child.out + child.err);
    await child.line(new RegExp(`^held: ${SOCKET_CHECKS.length}$`, "m"));
  } finally {
    await child.kill();
  }
}, { skip: (runtime as string) !== "deno" });
