/** AES of single blocks by libcrypto: ECB, one block a call. @module */

import type { Pointer } from "#ffi";
import { checkBlock, checkBlockKey, closedError } from "./checks.ts";
import type { Libcrypto } from "./libcrypto.ts";
import type { FindCipher } from "./native_ciphers.ts";
import { type Encrypt, EvpContext, scratch } from "./native_context.ts";
import { type AesBlock, type MakeAesBlock, ProviderError } from "./types.ts";

/** The factory under keys of 16 and 32 bytes. */
export function makeNativeBlock(lib: Libcrypto, find: FindCipher): MakeAesBlock {
  const ciphers = new Map<number, Pointer | null>();
  return (key) => {
    checkBlockKey(key);
    if (!ciphers.has(key.length)) ciphers.set(key.length, find(`AES-${key.length * 8}-ECB`));
    const cipher = ciphers.get(key.length);
    if (!cipher) throw new ProviderError(`Cannot make AES blocks: ${lib.path} does not have AES in ECB mode`);
    return new NativeBlock(lib, cipher, key);
  };
}

/** The block that C works on: the caller's may be too small to stay put. */
const held = new Uint8Array(128).subarray(0, 16);

class NativeBlock implements AesBlock {
  readonly #lib: Libcrypto;
  readonly #cipher: Pointer;
  #key: Uint8Array | null;
  /** By direction, made when first needed: most users of a key go one way. */
  readonly #contexts: [EvpContext | null, EvpContext | null] = [null, null];

  constructor(lib: Libcrypto, cipher: Pointer, key: Uint8Array) {
    this.#lib = lib;
    this.#cipher = cipher;
    this.#key = key.slice();
  }

  encrypt(block: Uint8Array): void {
    this.#run(block, 1);
  }

  decrypt(block: Uint8Array): void {
    this.#run(block, 0);
  }

  close(): void {
    this.#key?.fill(0);
    this.#key = null;
    for (const context of this.#contexts) context?.close();
  }

  #run(block: Uint8Array, encrypt: Encrypt): void {
    checkBlock(block);
    const { pointer } = this.#contexts[encrypt] ??= this.#context(encrypt);
    held.set(block);
    if (this.#lib.EVP_CipherUpdate(pointer, held, scratch, held, block.length) !== 1) {
      throw new ProviderError("Cannot run AES: libcrypto refused");
    }
    block.set(held);
  }

  #context(encrypt: Encrypt): EvpContext {
    if (this.#key === null) throw closedError();
    const prepare = (context: Pointer) => this.#lib.EVP_CIPHER_CTX_set_padding(context, 0) === 1;
    return new EvpContext(this.#lib, this.#cipher, { key: this.#key, encrypt, prepare });
  }
}
