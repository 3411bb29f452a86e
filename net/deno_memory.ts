/** What keeps memory small, on Deno. @module */

import v8 from "node:v8";
import vm from "node:vm";
import { makeFirstSlabs } from "./windows.ts";

export { giveBack } from "./give_back.ts";

/** How V8 collects: everything, at once, and it gives the pages back that are then empty. */
const THOROUGH = { type: "major", execution: "sync", flavor: "last-resort" };

let collectAll: ((options: typeof THOROUGH) => void) | null = null;

/** Collects garbage: some milliseconds, and a tenth of a second where ten thousand associations are held. */
export function collect(): void {
  makeFirstSlabs();
  collectAll ??= findCollector();
  collectAll(THOROUGH);
}

/** V8's own function, which a global object has that is made while the flag is set. */
function findCollector(): (options: typeof THOROUGH) => void {
  v8.setFlagsFromString("--expose-gc");
  const found: unknown = vm.runInNewContext("gc");
  v8.setFlagsFromString("--no-expose-gc");
  if (typeof found !== "function") throw new Error("Cannot collect garbage: V8 has no function for it");
  return (options) => void found(options);
}
