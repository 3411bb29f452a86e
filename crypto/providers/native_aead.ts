/** GCM, ChaCha20-Poly1305 and CCM by libcrypto. @module */

import type { Pointer } from "#ffi";
import type { Aead } from "../types.ts";
import { checkKey, checkOpen, checkSeal, TAG_SIZE } from "./checks.ts";
import type { Libcrypto } from "./libcrypto.ts";
import { type Encrypt, EvpContext, pinned, scratch } from "./native_context.ts";
import { ProviderError } from "./types.ts";

const NONCE_SIZE = 12;

/** EVP_CTRL_AEAD_… of <openssl/evp.h>. */
const SET_NONCE_SIZE = 0x9;
const GET_TAG = 0x10;
const SET_TAG = 0x11;

/** Where C reads and writes a tag: a view of the end of a buffer costs more than copying its sixteen bytes. */
const tag = new Uint8Array(128).subarray(0, TAG_SIZE);

/** One cipher of libcrypto. */
export interface NativeCipher {
  readonly lib: Libcrypto;
  readonly cipher: Pointer;
  /** Its contexts that wait for a key. */
  readonly spares: Pointer[];
}

/** One context for many operations: setting only the nonce anew, or nonce and key together, is what makes it fast. */
export class NativeAead implements Aead {
  readonly nonceSize: number = NONCE_SIZE;
  readonly tagSize = TAG_SIZE;
  protected readonly lib: Libcrypto;
  protected readonly context: EvpContext;
  readonly #keySize: number;
  /** The key that the next operation begins with; made when one is set anew. */
  #nextKey: Uint8Array | null = null;
  #isRekeyed = false;

  constructor({ lib, cipher, spares }: NativeCipher, key: Uint8Array, prepare?: (context: Pointer) => boolean) {
    this.lib = lib;
    this.#keySize = key.length;
    this.context = new EvpContext(lib, cipher, { key, encrypt: 1, spares, prepare });
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    checkSeal(this.nonceSize, nonce, input, out);
    const context = this.begin(nonce, 1);
    const done = this.update(context, input, input.length, out) && this.finish(context) &&
      this.lib.EVP_CIPHER_CTX_ctrl(context, GET_TAG, TAG_SIZE, tag) === 1;
    if (!done) throw new ProviderError("Cannot seal: libcrypto refused");
    for (let i = 0; i < TAG_SIZE; i++) out[input.length + i] = tag[i]!;
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    checkOpen(this.nonceSize, nonce, input, out);
    const context = this.begin(nonce, 0);
    for (let i = 0; i < TAG_SIZE; i++) tag[i] = input[out.length + i]!;
    return this.lib.EVP_CIPHER_CTX_ctrl(context, SET_TAG, TAG_SIZE, tag) === 1 &&
      this.update(context, input, out.length, out) && this.finish(context);
  }

  rekey(key: Uint8Array): void {
    checkKey(this.#keySize, key);
    this.#nextKey ??= pinned(key);
    this.#nextKey.set(key);
    this.#isRekeyed = true;
  }

  close(): void {
    this.#nextKey?.fill(0);
    this.context.close();
  }

  /** Readies the context for one operation. */
  protected begin(nonce: Uint8Array, encrypt: Encrypt): Pointer {
    if (!this.#isRekeyed) return this.context.begin(null, nonce, encrypt);
    this.#isRekeyed = false;
    return this.context.begin(this.#nextKey, nonce, encrypt);
  }

  /** Passes the first `length` bytes of the input through. */
  protected update(context: Pointer, input: Uint8Array, length: number, out: Uint8Array): boolean {
    return length === 0 || this.lib.EVP_CipherUpdate(context, out, scratch, input, length) === 1;
  }

  /** Ends the operation: when opening, this is where the tag is judged. */
  protected finish(context: Pointer): boolean {
    return this.lib.EVP_CipherFinal_ex(context, scratch, scratch) === 1;
  }
}

/** CCM: one update does all, also judging the tag, and there is no end to call. */
export class NativeCcm extends NativeAead {
  readonly #key: Uint8Array;
  #direction: Encrypt = 1;
  /** Whether the context has this key. */
  #isSet = true;

  constructor(cipher: NativeCipher, key: Uint8Array) {
    const { lib } = cipher;
    super(cipher, key, (context) =>
      lib.EVP_CIPHER_CTX_ctrl(context, SET_NONCE_SIZE, NONCE_SIZE, null) === 1 &&
      lib.EVP_CIPHER_CTX_ctrl(context, SET_TAG, TAG_SIZE, null) === 1);
    this.#key = pinned(key);
  }

  override rekey(key: Uint8Array): void {
    checkKey(this.#key.length, key);
    this.#key.set(key);
    this.#isSet = false;
  }

  override close(): void {
    this.#key.fill(0);
    super.close();
  }

  /** Sets the key again when the direction turns: what works on many blocks is chosen with the key. */
  protected override begin(nonce: Uint8Array, encrypt: Encrypt): Pointer {
    const keep = this.#isSet && encrypt === this.#direction;
    this.#isSet = true;
    this.#direction = encrypt;
    return this.context.begin(keep ? null : this.#key, nonce, encrypt);
  }

  /**
   * Says the length first: without it, a context that has met a forged tag refuses whatever comes after it, even under
   * a new key. No bytes are an update too, which makes or judges the tag.
   */
  protected override update(context: Pointer, input: Uint8Array, length: number, out: Uint8Array): boolean {
    const { lib } = this;
    if (lib.EVP_CipherUpdate(context, null, scratch, null, length) !== 1) return false;
    if (length === 0) return lib.EVP_CipherUpdate(context, scratch, scratch, scratch, 0) === 1;
    return super.update(context, input, length, out);
  }

  protected override finish(): boolean {
    return true;
  }
}
