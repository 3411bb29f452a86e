/** What our own connections read into. @module */

import { WindowPool } from "../windows.ts";

/** Four full chunks of AEAD-2017. */
const small = new WindowPool(4 * 0x3fff);
/** As much as a fast peer has sent by the time we look: each read answers it, which costs more than the copying. */
const large = new WindowPool(32 * 0x3fff);

/** Large windows that are out at once: behind them slow readers of many streams would hold much memory. */
const MOST_LARGE = 16;

let largeOut = 0;

/** The window for the next read. It is the one used last, which is still in the cache. */
export function takeReadWindow(): Uint8Array {
  if (largeOut === MOST_LARGE) return small.take();
  largeOut++;
  return large.take();
}

/** Takes back a window. */
export function giveReadWindow(window: Uint8Array): void {
  if (window.length === small.size) return small.give(window);
  largeOut--;
  large.give(window);
}
