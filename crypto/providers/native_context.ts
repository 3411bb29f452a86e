/** One EVP_CIPHER_CTX: C memory that is freed once and not used after. @module */

import type { Pointer } from "#ffi";
import { closedError, countCipher } from "./checks.ts";
import type { Libcrypto } from "./libcrypto.ts";
import { ProviderError } from "./types.ts";

/** Which way a context goes, as C says it. */
export type Encrypt = 0 | 1;

/** For C to write lengths to, and to read from where an input is empty: Bun has no address for empty arrays. */
export const scratch = new Uint8Array(128);

/** Where a key is put while C reads it. */
const keyScratch = new Uint8Array(128);

/** A cipher context, counted from its making to its end. */
export class EvpContext {
  readonly #lib: Libcrypto;
  #pointer: Pointer | null;

  /**
   * @param prepare what must be said to the context between the choice of the cipher and the key; false when refused
   * @throws {ProviderError} when libcrypto refuses the key or is out of memory.
   */
  constructor(
    lib: Libcrypto,
    cipher: Pointer,
    { key, iv = null, encrypt, prepare = () => true }: {
      key: Uint8Array;
      iv?: Uint8Array | null;
      encrypt: Encrypt;
      prepare?: (context: Pointer) => boolean;
    },
  ) {
    const context = lib.EVP_CIPHER_CTX_new();
    if (context === null) throw new ProviderError("Cannot make a cipher context: out of memory");
    const held = keyScratch.subarray(0, key.length);
    held.set(key);
    const made = lib.EVP_CipherInit_ex(context, cipher, null, null, null, encrypt) === 1 && prepare(context) &&
      lib.EVP_CipherInit_ex(context, null, null, held, iv && pinned(iv), encrypt) === 1;
    held.fill(0);
    if (!made) {
      lib.EVP_CIPHER_CTX_free(context);
      throw new ProviderError("Cannot set the key: libcrypto refused it");
    }
    this.#lib = lib;
    this.#pointer = context;
    countCipher(1);
  }

  /** Its address; throws when it is closed. */
  get pointer(): Pointer {
    if (this.#pointer === null) throw closedError();
    return this.#pointer;
  }

  /** Sets the nonce anew, and the key where there is one. */
  begin(key: Uint8Array | null, nonce: Uint8Array, encrypt: Encrypt): Pointer {
    const pointer = this.pointer;
    if (this.#lib.EVP_CipherInit_ex(pointer, null, null, key, nonce, encrypt) === 1) return pointer;
    throw new ProviderError("Cannot set the nonce: libcrypto refused it");
  }

  /** Frees it; a second call does nothing. */
  close(): void {
    if (this.#pointer === null) return;
    this.#lib.EVP_CIPHER_CTX_free(this.#pointer);
    this.#pointer = null;
    countCipher(-1);
  }
}

/** A copy in memory that stays put while C reads it: small arrays live on a heap that moves. */
export function pinned(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(128).subarray(0, bytes.length);
  copy.set(bytes);
  return copy;
}
