/** Checks that both import maps say the same, that every import is named in them, and that the lock files follow. @module */

import { readText, sourceFiles } from "./files.ts";
import { importFaults, lockFaults, mapFaults } from "./maps.ts";

if (import.meta.main) {
  const deno = JSON.parse(readText("deno.json"));
  const bun = JSON.parse(readText("package.json"));
  const faults = [
    ...mapFaults(deno, bun),
    ...["deno.lock", "bun.lock"].flatMap((file) => lockFaults(file, readText(file), bun)),
    ...sourceFiles().flatMap((path) => importFaults(path, readText(path), bun)),
  ];
  for (const fault of faults) console.error(fault);
  Deno.exit(faults.length === 0 ? 0 : 1);
}
