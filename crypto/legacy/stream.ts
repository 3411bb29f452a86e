/** What all legacy stream transforms have in common: the check of lengths, and the end. @module */

import type { StreamTransform } from "../types.ts";

/**
 * A transform around `apply`, which may count on an `out` that is long enough. Closing wipes `state`; a keystream of
 * wiped state would let plaintext through, so use after that throws.
 */
export function streamTransform(
  state: readonly Uint8Array[],
  apply: (input: Uint8Array, out: Uint8Array) => void,
): StreamTransform {
  let open = true;
  return {
    update(input, out) {
      if (!open) throw new Error("Cannot transform: the stream is closed");
      if (out.length < input.length) {
        throw new RangeError(`Cannot transform ${input.length} bytes: out has room for ${out.length}`);
      }
      apply(input, out);
    },
    close() {
      open = false;
      for (const part of state) part.fill(0);
    },
  };
}
