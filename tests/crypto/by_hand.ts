/** Streams of AEAD-2017 made without the framing under test: piece by piece, under a nonce counted here. @module */

import { masterKey } from "../../crypto/keys.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import type { Aead } from "../../crypto/types.ts";
import { joined } from "./random.ts";
import { makerOf, type ServedMethod } from "./served.ts";
import { PASSWORD } from "./streams.ts";

/** A sealer of single pieces. */
export class HandSealer {
  readonly #aead: Aead;
  readonly #salt: Uint8Array;
  readonly #parts: Uint8Array[];
  #count = 0n;

  /** Under the test password, and a salt of 00, 01, 02 … or the one that is given. */
  static async make(served: ServedMethod, salt = countingSalt(served.row.saltSize)): Promise<HandSealer> {
    const make = await makerOf({ name: served.aead, provider: served.provider });
    const { deriveSubkey } = await loadProvider(served.provider);
    return new HandSealer(make(deriveSubkey(masterKey(PASSWORD, served.row.keySize), salt)), salt);
  }

  private constructor(aead: Aead, salt: Uint8Array) {
    this.#aead = aead;
    this.#salt = salt;
    this.#parts = [salt];
  }

  /** One sealed piece under the next nonce. */
  piece(plain: Uint8Array): this {
    const nonce = new Uint8Array(this.#aead.nonceSize);
    for (let i = 0, rest = this.#count++; rest > 0n; i++, rest >>= 8n) nonce[i] = Number(rest & 0xffn);
    const sealed = new Uint8Array(plain.length + this.#aead.tagSize);
    this.#aead.seal(nonce, plain, sealed);
    this.#parts.push(sealed);
    return this;
  }

  /** A piece that says a length, whatever follows. */
  length(size: number): this {
    return this.piece(Uint8Array.of(size >> 8, size & 0xff));
  }

  /** A length and its payload. */
  chunk(payload: Uint8Array): this {
    return this.length(payload.length).piece(payload);
  }

  /** The salt and all pieces; the sealer is closed. */
  end(): Uint8Array {
    this.#aead.close();
    return joined(this.#parts);
  }

  /** Where each piece ends in the stream, the salt first. */
  get ends(): number[] {
    let at = 0;
    return this.#parts.map((part) => at += part.length);
  }

  /** The salt that starts the stream. */
  get salt(): Uint8Array {
    return this.#salt;
  }
}

/** 00, 01, 02 … */
export function countingSalt(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => i);
}
