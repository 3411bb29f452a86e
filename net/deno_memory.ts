/** What keeps memory small, on Deno. @module */

import v8 from "node:v8";
import vm from "node:vm";
import { giveBack } from "./give_back.ts";
import { discardSpareBatches } from "./received_batch.ts";
import { makeFirstSlabs } from "./windows.ts";

export { giveBack };

/** Bytes that V8 collects everything for when they are held anew. Nobody touches them: they cost no memory. */
const PRESSURE = 65 * 1024 * 1024;

/** How V8 collects: everything, at once, and it gives the pages back that are then empty. */
const THOROUGH = { type: "major", execution: "sync", flavor: "last-resort" };

/** What V8 was last told of. */
const pressure: ArrayBuffer[] = [];

let collectAll: ((options: typeof THOROUGH) => void) | null = null;

/** Bytes that the process holds. */
export function held(): number {
  return Deno.memoryUsage().rss;
}

/** Has V8 collect within some tenths of a second. It keeps its pages, and what it knows of the code that ran. */
export function collect(): void {
  makeFirstSlabs();
  pressure[0] = new ArrayBuffer(PRESSURE);
}

/**
 * Collects at once and thoroughly: some milliseconds, and a tenth of a second where ten thousand associations are held. The
 * compiler has to learn anew what connections are like, so that the first ones afterwards cost more.
 */
export function settle(): void {
  collectAll ??= findCollector();
  discardSpareBatches();
  collectAll(THOROUGH);
  giveBack();
}

/** V8's own function, which a global object has that is made while the flag is set. */
function findCollector(): (options: typeof THOROUGH) => void {
  v8.setFlagsFromString("--expose-gc");
  const found: unknown = vm.runInNewContext("gc");
  v8.setFlagsFromString("--no-expose-gc");
  if (typeof found !== "function") throw new Error("Cannot collect garbage: V8 has no function for it");
  return (options) => void found(options);
}
