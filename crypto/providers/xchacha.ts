/** The XChaChas of a provider that has only the ChaChas (draft-irtf-cfrg-xchacha-03 §2.3). @module */

import type { Aead } from "../types.ts";
import { checkKey, checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import { hchacha, type Rounds } from "./hchacha.ts";
import type { MakeAead } from "./types.ts";

/** The factory with nonces of 24 bytes over the one with 12. */
export function xchacha(make: MakeAead, rounds: Rounds): MakeAead {
  return (key) => new Xchacha(make, rounds, key);
}

/** Makes the inner cipher anew for each nonce, since each has a key of its own. */
class Xchacha implements Aead {
  readonly nonceSize = 24;
  readonly tagSize = TAG_SIZE;
  readonly #make: MakeAead;
  readonly #rounds: Rounds;
  readonly #subkey = new Uint8Array(32);
  readonly #inner = new Uint8Array(12);
  #key: Uint8Array | null;

  constructor(make: MakeAead, rounds: Rounds, key: Uint8Array) {
    checkKey(this.#subkey.length, key);
    this.#make = make;
    this.#rounds = rounds;
    this.#key = key.slice();
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    checkSeal(this.nonceSize, nonce, input, out);
    this.#with(nonce, (inner) => inner.seal(this.#inner, input, out));
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    checkOpen(this.nonceSize, nonce, input, out);
    return this.#with(nonce, (inner) => inner.open(this.#inner, input, out));
  }

  rekey(key: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkKey(this.#key.length, key);
    this.#key.set(key);
  }

  close(): void {
    if (this.#key === null) return;
    this.#key.fill(0);
    this.#subkey.fill(0);
    this.#key = null;
    countCipher(-1);
  }

  #with<T>(nonce: Uint8Array, work: (inner: Aead) => T): T {
    if (this.#key === null) throw closedError();
    hchacha(this.#key, nonce, this.#rounds, this.#subkey);
    this.#inner.set(nonce.subarray(16), 4);
    const inner = this.#make(this.#subkey);
    try {
      return work(inner);
    } finally {
      inner.close();
    }
  }
}
