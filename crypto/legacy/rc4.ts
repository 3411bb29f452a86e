/** RC4 (R. Rivest, 1987; RFC 6229 has its test vectors). @module */

import type { StreamTransform } from "../types.ts";
import { streamTransform } from "./stream.ts";

/** RC4 under a key of 1 to 256 bytes, from the first byte of its keystream. */
export function rc4(key: Uint8Array): StreamTransform {
  if (key.length < 1 || key.length > 256) {
    throw new RangeError(`Cannot make RC4: the key has ${key.length} bytes, not 1 to 256`);
  }
  const state = expandKey(key);
  let i = 0;
  let j = 0;

  return streamTransform([state], (input, out) => {
    let [x, y] = [i, j];
    for (let at = 0; at < input.length; at++) {
      x = (x + 1) & 255;
      const a = state[x]!;
      y = (y + a) & 255;
      const b = state[y]!;
      state[x] = b;
      state[y] = a;
      out[at] = input[at]! ^ state[(a + b) & 255]!;
    }
    [i, j] = [x, y];
  });
}

/** The permutation that a key makes. */
function expandKey(key: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    const a = state[i]!;
    j = (j + a + key[i % key.length]!) & 255;
    state[i] = state[j]!;
    state[j] = a;
  }
  return state;
}
