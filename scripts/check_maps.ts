/** Checks that both import maps say the same and that every import is named in them. @module */

import { readText, sourceFiles } from "./files.ts";
import { importFaults, mapFaults } from "./maps.ts";

if (import.meta.main) {
  const deno = JSON.parse(readText("deno.json"));
  const bun = JSON.parse(readText("package.json"));
  const faults = [
    ...mapFaults(deno, bun),
    ...sourceFiles().flatMap((path) => importFaults(path, readText(path), bun)),
  ];
  for (const fault of faults) console.error(fault);
  Deno.exit(faults.length === 0 ? 0 : 1);
}
