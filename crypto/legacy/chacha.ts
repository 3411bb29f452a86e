/** ChaCha20 as a stream, in its three shapes. At the end of the counter (see `arxStream`) all throw a RangeError. @module */

import { chacha20 as ietf, chacha20orig, hchacha } from "@noble/ciphers/chacha.js";
import type { StreamTransform } from "../types.ts";
import { arxStream, checkLengths } from "./arx.ts";

/** The original ChaCha20 (D. J. Bernstein, 2008): a key of 32 bytes, a nonce of 8. */
export function chacha20(key: Uint8Array, nonce: Uint8Array): StreamTransform {
  checkLengths("ChaCha20", key, nonce, 8);
  return arxStream(chacha20orig, key, nonce);
}

/** ChaCha20 of RFC 8439 §2.4, counting from 0: a key of 32 bytes, a nonce of 12. */
export function chacha20Ietf(key: Uint8Array, nonce: Uint8Array): StreamTransform {
  checkLengths("ChaCha20-IETF", key, nonce, 12);
  return arxStream(ietf, key, nonce);
}

/** XChaCha20 (draft-irtf-cfrg-xchacha-03 §2.3), counting from 0: a key of 32 bytes, a nonce of 24. */
export function xchacha20(key: Uint8Array, nonce: Uint8Array): StreamTransform {
  checkLengths("XChaCha20", key, nonce, 24);
  const subkey = hchacha20(key, nonce.subarray(0, 16));
  const stream = arxStream(chacha20orig, subkey, nonce.subarray(16));
  subkey.fill(0);
  return stream;
}

/** HChaCha20 (draft-irtf-cfrg-xchacha-03 §2.2): a key for the rest of the nonce, made of its first 16 bytes. */
function hchacha20(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const subkey = new Uint32Array(8);
  hchacha(words(SIGMA), words(key), words(nonce), subkey);
  return new Uint8Array(subkey.buffer);
}

/** What the state of ChaCha starts with: "expand 32-byte k". */
const SIGMA = new TextEncoder().encode("expand 32-byte k");

/** A copy of the bytes as words of this machine's order, aligned as a view of words must be. */
function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}
