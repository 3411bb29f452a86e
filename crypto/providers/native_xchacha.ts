/** XChaCha20-Poly1305 by libcrypto, which knows ChaCha20-Poly1305 only (draft-irtf-cfrg-xchacha-03 §2.3). @module */

import type { Pointer } from "#ffi";
import { checkKey } from "./checks.ts";
import { hchacha } from "./hchacha.ts";
import { NativeAead, type NativeCipher } from "./native_aead.ts";
import { type Encrypt, pinned } from "./native_context.ts";

/** HChaCha20 makes a key for each nonce, and the context takes both: it is made once nevertheless. */
export class NativeXchacha extends NativeAead {
  override readonly nonceSize = 24;
  readonly #key: Uint8Array;
  readonly #subkey = pinned(new Uint8Array(32));
  readonly #inner = pinned(new Uint8Array(12));

  constructor(cipher: NativeCipher, key: Uint8Array) {
    super(cipher, key);
    this.#key = key.slice();
  }

  override rekey(key: Uint8Array): void {
    checkKey(this.#key.length, key);
    this.#key.set(key);
  }

  override close(): void {
    this.#key.fill(0);
    this.#subkey.fill(0);
    super.close();
  }

  protected override begin(nonce: Uint8Array, encrypt: Encrypt): Pointer {
    hchacha(this.#key, nonce, 20, this.#subkey);
    this.#inner.set(nonce.subarray(16), 4);
    return this.context.begin(this.#subkey, this.#inner, encrypt);
  }
}
