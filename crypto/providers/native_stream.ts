/** Keystreams by libcrypto: AES, Camellia and ChaCha20, and what OpenSSL 3 calls legacy. @module */

import type { Pointer } from "#ffi";
import type { StreamName } from "../methods.ts";
import type { StreamTransform } from "../types.ts";
import { type ChachaName, chachaStart, isChacha } from "./chacha_iv.ts";
import { COUNTER_END, guarded } from "./guard.ts";
import type { Libcrypto } from "./libcrypto.ts";
import { type FindCipher, findIn, findLegacyIn } from "./native_ciphers.ts";
import { EvpContext, scratch } from "./native_context.ts";
import { type MakeStream, ProviderError } from "./types.ts";

/** The factory of each stream that this libcrypto has; null for the others. */
export function nativeStreams(lib: Libcrypto): (name: StreamName) => MakeStream | null {
  const find = findIn(lib);
  const findLegacy = findLegacyIn(lib);
  return (name) => {
    if (isChacha(name)) return chacha(lib, find, name);
    // OpenSSL's names are ours, but for Salsa20, which it does not have.
    const cipher = name === "salsa20" ? null : (/^(aes|camellia)-/.test(name) ? find : findLegacy)(name);
    return cipher && guarded(name, (key, iv, direction) => {
      const encrypt = direction === "encrypt" ? 1 : 0;
      return new NativeStream(lib, new EvpContext(lib, cipher, { key, iv: iv.length === 0 ? null : iv, encrypt }));
    });
  };
}

/** ChaCha20 of libcrypto counts in 64 bits, so that only the shape that has no room for them comes to an end. */
function chacha(lib: Libcrypto, find: FindCipher, name: ChachaName): MakeStream | null {
  const cipher: Pointer | null = find("ChaCha20");
  return cipher && guarded(name, (key, nonce) => {
    const start = chachaStart(name, key, nonce);
    const context = new EvpContext(lib, cipher, { ...start, encrypt: 1 });
    start.key.fill(0);
    return new NativeStream(lib, context);
  }, name === "chacha20-ietf" ? COUNTER_END : Infinity);
}

/** Memory for the bytes of arrays that are so small that they may move while C works on them. */
const small = new Uint8Array(128);
const SMALL_SIZE = 64;

/** One context, whose output is always as long as its input. */
class NativeStream implements StreamTransform {
  readonly #lib: Libcrypto;
  readonly #context: EvpContext;

  constructor(lib: Libcrypto, context: EvpContext) {
    this.#lib = lib;
    this.#context = context;
  }

  update(input: Uint8Array, out: Uint8Array): void {
    if (input.length > SMALL_SIZE) return this.#run(input, out, input.length);
    small.set(input);
    this.#run(small, small, input.length);
    out.set(small.subarray(0, input.length));
  }

  close(): void {
    this.#context.close();
  }

  #run(input: Uint8Array, out: Uint8Array, length: number): void {
    if (this.#lib.EVP_CipherUpdate(this.#context.pointer, out, scratch, input, length) === 1) return;
    throw new ProviderError("Cannot transform: libcrypto refused");
  }
}
