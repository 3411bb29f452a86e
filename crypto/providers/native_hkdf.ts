/** HKDF-SHA1 by libcrypto's HMAC (RFC 5869): a tenth of what it costs in TypeScript, once for each direction. @module */

import { type DeriveSubkey, SUBKEY_INFO } from "../keys.ts";
import type { Libcrypto } from "./libcrypto.ts";
import { ProviderError } from "./types.ts";

const HASH_SIZE = 20;

/** HKDF-SHA1 with the info of SIP004, for keys of up to two hash lengths. */
export function makeHkdfSha1(lib: Libcrypto): DeriveSubkey {
  const sha1 = lib.EVP_sha1();
  // Buffers of more than 64 bytes, made once: C holds their addresses during a call.
  const key = new Uint8Array(128);
  const data = new Uint8Array(128);
  const digest = new Uint8Array(128);
  const length = new Uint8Array(128);

  /** HMAC of the first `dataSize` bytes of `data` under the first `keySize` bytes of `key`, into `digest`. */
  function hmac(keySize: number, dataSize: number): void {
    if (lib.HMAC(sha1, key, keySize, data, dataSize, digest, length) === null) {
      throw new ProviderError("Cannot derive a key: libcrypto refused");
    }
  }

  return (masterKey, salt) => {
    key.set(salt);
    data.set(masterKey);
    hmac(salt.length, masterKey.length);
    key.set(digest.subarray(0, HASH_SIZE));
    const subkey = new Uint8Array(masterKey.length);
    for (let filled = 0, step = 1; filled < subkey.length; filled += HASH_SIZE, step++) {
      const before = step === 1 ? 0 : HASH_SIZE;
      data.set(digest.subarray(0, before));
      data.set(SUBKEY_INFO, before);
      data[before + SUBKEY_INFO.length] = step;
      hmac(HASH_SIZE, before + SUBKEY_INFO.length + 1);
      subkey.set(digest.subarray(0, Math.min(HASH_SIZE, subkey.length - filled)), filled);
    }
    return subkey;
  };
}
