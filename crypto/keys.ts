/** From a password to keys, as Shadowsocks makes them: EVP_BytesToKey, and what HKDF-SHA1 is told. @module */

import { md5 } from "@noble/hashes/legacy.js";

/** What HKDF binds a session subkey to: "ss-subkey" (SIP004). */
export const SUBKEY_INFO = new TextEncoder().encode("ss-subkey");

/** Derives the key of one direction from the master key and its salt; both are `size` bytes in every method. */
export type DeriveSubkey = (masterKey: Uint8Array, salt: Uint8Array) => Uint8Array;

/**
 * The master key of a password: OpenSSL's EVP_BytesToKey with MD5, no salt and one round.
 *
 * @param size bytes of the key
 */
export function masterKey(password: string, size: number): Uint8Array {
  const secret = new TextEncoder().encode(password);
  const key = new Uint8Array(size);
  let block = new Uint8Array(0);
  for (let filled = 0; filled < size; filled += block.length) {
    const input = new Uint8Array(block.length + secret.length);
    input.set(block);
    input.set(secret, block.length);
    block = md5(input);
    key.set(block.subarray(0, size - filled), filled);
  }
  return key;
}
