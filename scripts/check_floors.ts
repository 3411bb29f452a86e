/** Checks that nothing reaches up and that only the ground names a runtime. @module */

import { readText, sourceFiles } from "./files.ts";
import { breaches } from "./floors.ts";

if (import.meta.main) {
  const found = sourceFiles().flatMap((path) => breaches(path, readText(path)));
  for (const { path, line, message } of found) console.error(`${path}:${line} ${message}`);
  Deno.exit(found.length === 0 ? 0 : 1);
}
