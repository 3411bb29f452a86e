/** SHA-1 of single blocks by libcrypto. @module */

import { BLOCK_SIZE, type Sha1 } from "./hkdf_sha1.ts";
import type { Libcrypto } from "./libcrypto.ts";

/** The function with its memory; null where libcrypto hides it. */
export function nativeSha1({ sha1 }: Libcrypto): Sha1 | null {
  if (sha1 === null) return null;
  // The head of C's SHA_CTX, all that the function reads and writes. Both have more than 64 bytes, so that they stay
  // put.
  const state = new Int32Array(32);
  const stateBytes = new Uint8Array(state.buffer);
  const block = new Uint8Array(2 * BLOCK_SIZE);
  return { state, block, transform: () => sha1.SHA1_Transform(stateBytes, block) };
}
