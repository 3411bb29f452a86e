/** The type check sees the files that only one of the runtimes loads. */

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { assertEquals, assertStringIncludes, runtime, test } from "#test";
import { DENO, inClone, runIn } from "./clone.ts";

/** Files that one runtime alone loads. */
const ADAPTERS = ["ffi/bun.ts", "ffi/deno.ts", "net/bun.ts", "net/deno.ts", "tests/seam/bun.ts", "tests/seam/deno.ts"];

test("an error planted in any runtime's own file is found", async () => {
  await inClone(async (folder) => {
    const check = () => runIn(folder, [...DENO, "run", "-A", "scripts/check_types.ts"]);
    const clean = await check();
    assertEquals(clean.code, 0, clean.output);
    for (const file of ADAPTERS) await appendFile(join(folder, file), '\nexport const planted: number = "text";\n');
    const { code, output } = await check();
    assertEquals(code, 1);
    for (const file of ADAPTERS) assertStringIncludes(output, file);
  });
  // The check runs on Deno, whoever asks for it: once is enough.
}, { limit: 120, skip: (runtime as string) !== "deno" });
