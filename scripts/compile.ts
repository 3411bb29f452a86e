/** Makes one executable with Deno inside, and runs it. @module */

import { checkProduct } from "./product.ts";
import { capture, DENO, ROOT, script } from "./run.ts";
import { startFlags } from "./start_flags.ts";

/** Where the executable goes. */
const PRODUCT = "dist/umbra-deno";

/** The module that further threads run: nothing imports it. */
const WORKER = "service/worker.ts";

/** What went wrong, in a sentence, with what the compiler said before it. */
function failure(output: string): string {
  const reason = /denort/.test(output)
    ? "denort, the runtime that goes into the executable, could not be fetched; where its maker cannot be reached, " +
      "set DENORT_BIN to a denort of this Deno's version"
    : "deno compile failed";
  return `${output.trimEnd()}\nCannot compile: ${reason}`;
}

/** Compiles main.ts; throws with a sentence when that fails or makes something else. */
async function main(): Promise<number> {
  await Deno.mkdir(`${ROOT}dist`, { recursive: true });
  const options = ["--quiet", "--no-check", "--include", WORKER, ...startFlags(), "--output", PRODUCT];
  const { code, output } = await capture([...DENO, "compile", ...options, "main.ts"]);
  if (code !== 0) throw new Error(failure(output));
  console.log(`${PRODUCT}: ${await checkProduct(ROOT + PRODUCT)}`);
  return 0;
}

if (import.meta.main) await script(main);
