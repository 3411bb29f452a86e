/** What keeps memory small, on Bun. @module */

import process from "node:process";
import { giveBack } from "./give_back.ts";
import { discardSpareBatches } from "./received_batch.ts";
import { makeFirstSlabs } from "./windows.ts";

export { giveBack };

/** Bytes that the process holds. */
export function held(): number {
  return process.memoryUsage.rss();
}

/** Collects garbage. */
export function collect(): void {
  makeFirstSlabs();
  Bun.gc(true);
}

/** The same again: what the first time has freed late is given back now. */
export function settle(): void {
  discardSpareBatches();
  collect();
  giveBack();
}
