/** Salsa20 as a stream (D. J. Bernstein, "The Salsa20 family of stream ciphers", 2007). @module */

import { salsa20 as cipher } from "@noble/ciphers/salsa.js";
import type { StreamTransform } from "../types.ts";
import { arxStream, checkLengths } from "./arx.ts";

/**
 * Salsa20 with 20 rounds, a key of 32 bytes and a nonce of 8. At the end of its counter (see {@link arxStream}) it
 * throws a RangeError.
 */
export function salsa20(key: Uint8Array, nonce: Uint8Array): StreamTransform {
  checkLengths("Salsa20", key, nonce, 8);
  return arxStream(cipher, key, nonce);
}
