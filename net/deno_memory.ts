/** What keeps memory small, on Deno. @module */

import { makeFirstSlabs } from "./windows.ts";

export { giveBack } from "./give_back.ts";

/** Bytes that V8 collects everything for when they are held anew. Nobody touches them: they cost no memory. */
const PRESSURE = 65 * 1024 * 1024;

/** What was held last. */
const held: ArrayBuffer[] = [];

/**
 * Has V8 collect, since nobody may ask it to: it does so within some tenths of a second, and gives pages back some ten
 * seconds later.
 */
export function collect(): void {
  makeFirstSlabs();
  held[0] = new ArrayBuffer(PRESSURE);
}
