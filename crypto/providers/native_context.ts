/** One EVP_CIPHER_CTX: C memory that is freed once and not used after. @module */

import type { Pointer } from "#ffi";
import { closedError, countCipher } from "./checks.ts";
import type { Libcrypto } from "./libcrypto.ts";
import { ProviderError } from "./types.ts";

/** Which way a context goes, as C says it. */
export type Encrypt = 0 | 1;

/** For C to write lengths to, and to read from where an input is empty: Bun has no address for empty arrays. */
export const scratch = new Uint8Array(128);

/** Where a key is put while C reads it; zero at other times. C takes as many bytes as the cipher's key has. */
const keyScratch = new Uint8Array(128);

/** Contexts that are kept for the next key; beyond these they are freed. */
const MAX_SPARES = 64;

/** What a context of one cipher is made of. */
export interface ContextParts {
  readonly key: Uint8Array;
  readonly iv?: Uint8Array | null;
  readonly encrypt: Encrypt;
  /** What must be said to the context between the choice of the cipher and the key; false when refused. */
  readonly prepare?: ((context: Pointer) => boolean) | undefined;
  /** Contexts of the same cipher that wait for a key: making one anew costs as much as a datagram's encryption. */
  readonly spares?: Pointer[];
}

/** A cipher context, counted from its making to its end. */
export class EvpContext {
  readonly #lib: Libcrypto;
  readonly #spares: Pointer[] | undefined;
  #pointer: Pointer | null;

  /** @throws {ProviderError} when libcrypto refuses the key or is out of memory. */
  constructor(lib: Libcrypto, cipher: Pointer, { key, iv = null, encrypt, prepare, spares }: ContextParts) {
    const context = spares?.pop() ?? newContext(lib, cipher, encrypt, prepare);
    keyScratch.set(key);
    const made = lib.EVP_CipherInit_ex(context, null, null, keyScratch, iv && pinned(iv), encrypt) === 1;
    keyScratch.fill(0);
    if (!made) {
      lib.EVP_CIPHER_CTX_free(context);
      throw new ProviderError("Cannot set the key: libcrypto refused it");
    }
    this.#lib = lib;
    this.#spares = spares;
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

  /** Frees it, or keeps it for the next key without this one; a second call does nothing. */
  close(): void {
    const pointer = this.#pointer;
    if (pointer === null) return;
    this.#pointer = null;
    countCipher(-1);
    const spares = this.#spares;
    if (spares !== undefined && spares.length < MAX_SPARES && this.#forgetKey(pointer)) spares.push(pointer);
    else this.#lib.EVP_CIPHER_CTX_free(pointer);
  }

  #forgetKey(pointer: Pointer): boolean {
    return this.#lib.EVP_CipherInit_ex(pointer, null, null, keyScratch, null, 1) === 1;
  }
}

function newContext(
  lib: Libcrypto,
  cipher: Pointer,
  encrypt: Encrypt,
  prepare: ContextParts["prepare"] = () => true,
): Pointer {
  const context = lib.EVP_CIPHER_CTX_new();
  if (context === null) throw new ProviderError("Cannot make a cipher context: out of memory");
  if (lib.EVP_CipherInit_ex(context, cipher, null, null, null, encrypt) === 1 && prepare(context)) return context;
  lib.EVP_CIPHER_CTX_free(context);
  throw new ProviderError("Cannot make a cipher context: libcrypto refused the cipher");
}

/** A copy in memory that stays put while C reads it: small arrays live on a heap that moves. */
export function pinned(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(128).subarray(0, bytes.length);
  copy.set(bytes);
  return copy;
}
