/** Ciphers by @noble/ciphers: plain TypeScript, runs anywhere, needs no permission. @module */

import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { deriveSubkey } from "../keys.ts";
import type { AeadName } from "../methods.ts";
import type { Aead } from "../types.ts";
import { checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import { type MakeAead, type Provider, ProviderError } from "./types.ts";

/** A cipher of @noble/ciphers, made anew for each nonce. */
type NobleCipher = (key: Uint8Array, nonce: Uint8Array) => {
  encrypt(input: Uint8Array, output?: Uint8Array): Uint8Array;
  decrypt(input: Uint8Array, output?: Uint8Array): Uint8Array;
};

const CIPHERS: Partial<Record<AeadName, { cipher: NobleCipher; nonceSize: number }>> = {
  "aes-128-gcm": { cipher: gcm, nonceSize: 12 },
  "aes-192-gcm": { cipher: gcm, nonceSize: 12 },
  "aes-256-gcm": { cipher: gcm, nonceSize: 12 },
  "chacha20-poly1305": { cipher: chacha20poly1305, nonceSize: 12 },
  "xchacha20-poly1305": { cipher: xchacha20poly1305, nonceSize: 24 },
};

/** The provider; it is always there. */
export function loadNoble(): Provider {
  return {
    name: "noble",
    source: "@noble/ciphers",
    aead(name) {
      const row = CIPHERS[name];
      return row === undefined ? null : makeNobleAead(row.cipher, row.nonceSize);
    },
    stream: () => null,
    aesBlock: () => {
      throw new ProviderError("Cannot make AES blocks here");
    },
    deriveSubkey,
  };
}

function makeNobleAead(cipher: NobleCipher, nonceSize: number): MakeAead {
  return (key) => new NobleAead(cipher, key, nonceSize);
}

class NobleAead implements Aead {
  readonly tagSize = TAG_SIZE;
  readonly nonceSize: number;
  readonly #cipher: NobleCipher;
  #key: Uint8Array | null;

  constructor(cipher: NobleCipher, key: Uint8Array, nonceSize: number) {
    this.#cipher = cipher;
    this.#key = key.slice();
    this.nonceSize = nonceSize;
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkSeal(this.nonceSize, nonce, input, out);
    out.set(this.#cipher(this.#key, nonce).encrypt(input));
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    if (this.#key === null) throw closedError();
    checkOpen(this.nonceSize, nonce, input, out);
    try {
      out.set(this.#cipher(this.#key, nonce).decrypt(input));
      return true;
    } catch {
      // Lengths were checked: what remains for the library to refuse is the tag.
      return false;
    }
  }

  close(): void {
    if (this.#key === null) return;
    this.#key.fill(0);
    this.#key = null;
    countCipher(-1);
  }
}
