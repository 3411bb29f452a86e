/** Strict type check of both graphs: Deno's by `deno check`, Bun's by `tsc` with the types of Bun. @module */

import { sourceFiles } from "./files.ts";
import { DENO, run } from "./run.ts";

/** Files that only Bun loads; what only Deno loads is excluded in tsconfig.json. */
const BUN_ONLY = /^(?:ffi|net|tests\/seam|scripts\/bench)\/bun[^/]*\.ts$/;

/** Checks every file that Deno may load. */
function checkDeno(): Promise<number> {
  return run([...DENO, "check", "--quiet", ...sourceFiles().filter((path) => !BUN_ONLY.test(path))]);
}

/** Checks every file that Bun may load. */
function checkBun(): Promise<number> {
  return run([...DENO, "run", "--quiet", "-A", "npm:typescript/tsc", "-p", "tsconfig.json"]);
}

if (import.meta.main) {
  const deno = await checkDeno();
  const bun = await checkBun();
  if (deno !== 0) console.error("The types of the Deno graph do not fit");
  if (bun !== 0) console.error("The types of the Bun graph do not fit");
  Deno.exit(deno || bun);
}
