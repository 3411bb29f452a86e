/** Comparing many bytes: assertEquals takes seconds where this takes none. @module */

import { assertEquals } from "#test";
import { toHex } from "../vectors/hex.ts";

/** Fails unless both hold the same bytes, and shows those around the first that differs. */
export function assertBytes(actual: Uint8Array, expected: Uint8Array, message = ""): void {
  const size = Math.max(actual.length, expected.length);
  for (let at = 0; at < size; at++) {
    if (actual[at] === expected[at]) continue;
    const near = (bytes: Uint8Array) => toHex(bytes.subarray(Math.max(0, at - 8), at + 24));
    const where = `${message}: byte ${at} of ${actual.length}, expected ${expected.length}`;
    assertEquals(`... ${near(actual)} ...`, `... ${near(expected)} ...`, where);
  }
}
