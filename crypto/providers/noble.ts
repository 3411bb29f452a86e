/** Ciphers by @noble/ciphers: plain TypeScript, runs anywhere, needs no permission. @module */

import { gcm, gcmsiv } from "@noble/ciphers/aes.js";
import { _poly1305_aead, chacha12, chacha20poly1305, chacha8, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { AeadName } from "../methods.ts";
import type { Aead } from "../types.ts";
import { checkKey, checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import { deriveSubkey } from "./noble_hkdf.ts";
import { makeNobleBlock } from "./noble_block.ts";
import { makeCcm } from "./noble_ccm.ts";
import { nobleStream } from "./noble_stream.ts";
import type { MakeAead, Provider } from "./types.ts";
import { xchacha } from "./xchacha.ts";

/** A cipher of @noble/ciphers, made anew for each nonce. */
type NobleCipher = (key: Uint8Array, nonce: Uint8Array) => {
  encrypt(input: Uint8Array, output?: Uint8Array): Uint8Array;
  decrypt(input: Uint8Array, output?: Uint8Array): Uint8Array;
};

const chacha8poly1305 = noble(_poly1305_aead(chacha8));
const chacha12poly1305 = noble(_poly1305_aead(chacha12));

const AEADS: Readonly<Record<AeadName, MakeAead>> = {
  "aes-128-gcm": noble(gcm),
  "aes-192-gcm": noble(gcm),
  "aes-256-gcm": noble(gcm),
  "aes-128-ccm": makeCcm,
  "aes-256-ccm": makeCcm,
  "aes-128-gcm-siv": noble(gcmsiv),
  "aes-256-gcm-siv": noble(gcmsiv),
  "chacha20-poly1305": noble(chacha20poly1305),
  "chacha12-poly1305": chacha12poly1305,
  "chacha8-poly1305": chacha8poly1305,
  "xchacha20-poly1305": noble(xchacha20poly1305, 24),
  "xchacha12-poly1305": xchacha(chacha12poly1305, 12),
  "xchacha8-poly1305": xchacha(chacha8poly1305, 8),
};

/** The provider; it is always there. */
export function loadNoble(): Provider {
  return {
    name: "noble",
    source: "@noble/ciphers",
    aead: (name) => AEADS[name],
    stream: nobleStream,
    aesBlock: makeNobleBlock,
    deriveSubkey,
  };
}

/** The factory of one of the library's ciphers. */
function noble(cipher: NobleCipher, nonceSize = 12): MakeAead {
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

  rekey(key: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkKey(this.#key.length, key);
    this.#key.set(key);
  }

  close(): void {
    if (this.#key === null) return;
    this.#key.fill(0);
    this.#key = null;
    countCipher(-1);
  }
}
