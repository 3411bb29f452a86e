/** Copies of a few bytes. @module */

import { makeSmall } from "#ffi";

/** A copy of a few bytes that live on: a salt, an id, a key. */
export function copySmall(bytes: Uint8Array): Uint8Array {
  const copy = makeSmall(bytes.length);
  copy.set(bytes);
  return copy;
}
