/** A clone with no install step serves on both runtimes. */

import { test } from "#test";
import { freePort } from "../interop/free_port.ts";
import { BUN, DENO, inClone, serves } from "./clone.ts";

/** A server's flags: everything that it must be told. */
function flags(port: number): string[] {
  return ["-s", "127.0.0.1", "-p", `${port}`, "-k", "a password of the test's", "-m", "chacha20-ietf-poly1305"];
}

test("a fresh clone serves with deno task start", async () => {
  await inClone(async (folder) => {
    const port = await freePort();
    await serves(folder, [...DENO, "task", "start", ...flags(port)], port);
  });
}, { limit: 120 });

test("a fresh clone serves with bun run main.ts", async () => {
  await inClone(async (folder) => {
    const port = await freePort();
    await serves(folder, [...BUN, "run", "main.ts", "server", ...flags(port)], port);
  });
}, { limit: 120 });
