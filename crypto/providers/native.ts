/** Ciphers by the system's libcrypto: the fastest there is, where it can be opened. @module */

import type { Pointer } from "#ffi";
import { hchacha } from "@noble/ciphers/chacha.js";
import type { AeadName } from "../methods.ts";
import type { Aead } from "../types.ts";
import { checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import { cString, type Libcrypto, openLibcrypto } from "./libcrypto.ts";
import { makeHkdfSha1 } from "./native_hkdf.ts";
import { type MakeAead, type Provider, ProviderError } from "./types.ts";

const NAMES: Partial<Record<AeadName, string>> = {
  "aes-128-gcm": "AES-128-GCM",
  "aes-192-gcm": "AES-192-GCM",
  "aes-256-gcm": "AES-256-GCM",
  "chacha20-poly1305": "ChaCha20-Poly1305",
};

const NONCE_SIZE = 12;
const CTRL_GET_TAG = 0x10;
const CTRL_SET_TAG = 0x11;

/** Bytes for C to write lengths to, and to read from where an input is empty. */
const scratch = new Uint8Array(128);

/**
 * The provider.
 *
 * @throws {ProviderError} when libcrypto cannot be opened.
 */
export function loadNative(): Provider {
  const lib = openLibcrypto();
  return {
    name: "native",
    source: lib.path,
    aead: (name) => name === "xchacha20-poly1305" ? makeXchacha(lib) : makeAead(lib, findCipher(lib, NAMES[name])),
    stream: () => null,
    aesBlock: () => {
      throw new ProviderError("Cannot make AES blocks here");
    },
    deriveSubkey: makeHkdfSha1(lib),
  };
}

function findCipher(lib: Libcrypto, name: string | undefined): Pointer | null {
  if (name === undefined) return null;
  return lib.fetch === null ? lib.EVP_get_cipherbyname(cString(name)) : lib.fetch(null, cString(name), null);
}

function makeAead(lib: Libcrypto, cipher: Pointer | null): MakeAead | null {
  return cipher === null ? null : (key) => new NativeAead(lib, cipher, key);
}

function makeXchacha(lib: Libcrypto): MakeAead | null {
  const cipher = findCipher(lib, NAMES["chacha20-poly1305"]);
  return cipher === null ? null : (key) => new NativeXchacha(lib, cipher, key);
}

/** One EVP_CIPHER_CTX that lives as long as the key: setting only the nonce anew is what makes it fast. */
class NativeAead implements Aead {
  readonly nonceSize: number = NONCE_SIZE;
  readonly tagSize = TAG_SIZE;
  readonly #lib: Libcrypto;
  #context: Pointer | null;

  constructor(lib: Libcrypto, cipher: Pointer, key: Uint8Array) {
    const context = lib.EVP_CIPHER_CTX_new();
    if (context === null) throw new ProviderError("Cannot make a cipher context: out of memory");
    const held = pinned(key);
    const made = lib.EVP_CipherInit_ex(context, cipher, null, held, null, 1);
    held.fill(0);
    if (made !== 1) {
      lib.EVP_CIPHER_CTX_free(context);
      throw new ProviderError("Cannot set the key: libcrypto refused it");
    }
    this.#lib = lib;
    this.#context = context;
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    checkSeal(this.nonceSize, nonce, input, out);
    const context = this.begin(nonce, 1);
    const lib = this.#lib;
    const done = update(lib, context, input, input.length, out) &&
      lib.EVP_CipherFinal_ex(context, scratch, scratch) === 1 &&
      lib.EVP_CIPHER_CTX_ctrl(context, CTRL_GET_TAG, TAG_SIZE, out.subarray(input.length)) === 1;
    if (!done) throw new ProviderError("Cannot seal: libcrypto refused");
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    checkOpen(this.nonceSize, nonce, input, out);
    const context = this.begin(nonce, 0);
    const lib = this.#lib;
    return lib.EVP_CIPHER_CTX_ctrl(context, CTRL_SET_TAG, TAG_SIZE, input.subarray(out.length)) === 1 &&
      update(lib, context, input, out.length, out) &&
      lib.EVP_CipherFinal_ex(context, scratch, scratch) === 1;
  }

  close(): void {
    if (this.#context === null) return;
    this.#lib.EVP_CIPHER_CTX_free(this.#context);
    this.#context = null;
    countCipher(-1);
  }

  /** Readies the context for one operation. */
  protected begin(nonce: Uint8Array, encrypt: 0 | 1): Pointer {
    return this.init(null, nonce, encrypt);
  }

  protected init(key: Uint8Array | null, nonce: Uint8Array, encrypt: 0 | 1): Pointer {
    if (this.#context === null) throw closedError();
    if (this.#lib.EVP_CipherInit_ex(this.#context, null, null, key, nonce, encrypt) !== 1) {
      throw new ProviderError("Cannot set the nonce: libcrypto refused it");
    }
    return this.#context;
  }
}

/** "expa" "nd 3" "2-by" "te k". */
const SIGMA = new Uint32Array([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);

/** XChaCha20-Poly1305: HChaCha20 makes a key for each nonce, ChaCha20-Poly1305 does the rest (draft-irtf-cfrg-xchacha). */
class NativeXchacha extends NativeAead {
  override readonly nonceSize = 24;
  readonly #key: Uint32Array;
  readonly #outer = new Uint32Array(4);
  readonly #subkey = new Uint32Array(32);
  readonly #subkeyBytes = new Uint8Array(this.#subkey.buffer, 0, 32);
  readonly #inner = new Uint8Array(128).subarray(0, NONCE_SIZE);

  constructor(lib: Libcrypto, cipher: Pointer, key: Uint8Array) {
    super(lib, cipher, key);
    this.#key = new Uint32Array(key.slice().buffer);
  }

  override close(): void {
    this.#key.fill(0);
    this.#subkey.fill(0);
    super.close();
  }

  protected override begin(nonce: Uint8Array, encrypt: 0 | 1): Pointer {
    new Uint8Array(this.#outer.buffer).set(nonce.subarray(0, 16));
    hchacha(SIGMA, this.#key, this.#outer, this.#subkey);
    this.#inner.set(nonce.subarray(16), 4);
    return this.init(this.#subkeyBytes, this.#inner, encrypt);
  }
}

/** An empty input is not handed over: Bun has no address for it, and there is nothing to do. */
function update(lib: Libcrypto, context: Pointer, input: Uint8Array, length: number, out: Uint8Array): boolean {
  return length === 0 || lib.EVP_CipherUpdate(context, out, scratch, input, length) === 1;
}

/** A copy in memory that stays put while C reads it: small arrays live on a heap that moves. */
function pinned(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(128).subarray(0, bytes.length);
  copy.set(bytes);
  return copy;
}
