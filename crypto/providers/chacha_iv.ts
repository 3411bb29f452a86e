/** The three ChaCha20 streams as libraries that know one of them take them: a key and an IV of 16 bytes. @module */

import { hchacha } from "./hchacha.ts";

/** The streams by their methods' names. */
export type ChachaName = "chacha20" | "chacha20-ietf" | "xchacha20";

/** Whether the stream is one of them. */
export function isChacha(name: string): name is ChachaName {
  return name === "chacha20" || name === "chacha20-ietf" || name === "xchacha20";
}

/**
 * The key and the last four words of ChaCha20's first block, in memory that stays put while C reads it:
 *
 * ```text
 * chacha20, xchacha20   block counter, 8 bytes | nonce, 8 bytes
 * chacha20-ietf         counter, 4 bytes | nonce, 12 bytes
 * ```
 */
export function chachaStart(name: ChachaName, key: Uint8Array, nonce: Uint8Array): { key: Uint8Array; iv: Uint8Array } {
  const memory = new Uint8Array(128);
  const [subkey, iv] = [memory.subarray(0, 32), memory.subarray(32, 48)];
  if (name === "xchacha20") {
    hchacha(key, nonce, 20, subkey);
    iv.set(nonce.subarray(16), 8);
  } else {
    subkey.set(key);
    iv.set(nonce, 16 - nonce.length);
  }
  return { key: subkey, iv };
}
