/** What keeps memory small, on Bun. @module */

import { makeFirstSlabs } from "./windows.ts";

export { giveBack } from "./give_back.ts";

/** Collects garbage. */
export function collect(): void {
  makeFirstSlabs();
  Bun.gc(true);
}
