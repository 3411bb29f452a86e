/**
 * Streams of 2022 made without the framing under test: piece by piece, under a nonce counted here, with headers that may
 * say anything.
 *
 * @module
 */

import { sessionSubkey } from "../../crypto/keys_2022.ts";
import type { Aead } from "../../crypto/types.ts";
import { joined } from "./random.ts";
import { counting } from "./scripted_random.ts";
import { countingKey, NOW, type Served2022 } from "./served_2022.ts";

/** What a stream made by hand starts with. */
export interface Hand2022Options {
  /** 00, 01, … unless told. */
  key?: Uint8Array;
  /** 80, 81, … unless told. */
  salt?: Uint8Array;
  /** What stands between salt and fixed header; nothing unless told. */
  identities?: Uint8Array;
}

/** A sealer of single pieces. */
export class Hand2022 {
  readonly salt: Uint8Array;
  readonly #aead: Aead;
  readonly #parts: Uint8Array[];
  #count = 0;

  constructor(served: Served2022, { key = countingKey(served), salt, identities }: Hand2022Options = {}) {
    this.salt = salt ?? counting(served.row.saltSize, 0x80);
    this.#aead = served.makeAead(sessionSubkey(key, this.salt));
    this.#parts = [identities === undefined ? this.salt : joined([this.salt, identities])];
  }

  /** One sealed piece under the next nonce. */
  piece(plain: Uint8Array): this {
    const nonce = new Uint8Array(this.#aead.nonceSize);
    nonce[0] = this.#count++;
    const sealed = new Uint8Array(plain.length + this.#aead.tagSize);
    this.#aead.seal(nonce, plain, sealed);
    this.#parts.push(sealed);
    return this;
  }

  /** A length and its payload. */
  chunk(payload: Uint8Array): this {
    return this.piece(uint16(payload.length)).piece(payload);
  }

  /** A fixed header that is right, and the variable header that it speaks of. */
  request(variable: Uint8Array, { type = 0, time = NOW }: { type?: number; time?: number } = {}): this {
    return this.piece(fixedHeader(type, time, new Uint8Array(0), variable.length)).piece(variable);
  }

  /** A fixed header that is right, and the first payload. */
  response(echo: Uint8Array, payload: Uint8Array, { type = 1, time = NOW } = {}): this {
    return this.piece(fixedHeader(type, time, echo, payload.length)).piece(payload);
  }

  /** Salt and all pieces; the sealer is closed. */
  end(): Uint8Array {
    this.#aead.close();
    return joined(this.#parts);
  }

  /** Where each part ends in the stream, what is ahead of the fixed header first. */
  get ends(): number[] {
    let at = 0;
    return this.#parts.map((part) => at += part.length);
  }
}

/** Type, timestamp, echoed salt and length. */
export function fixedHeader(type: number, time: number, echo: Uint8Array, length: number): Uint8Array {
  const header = new Uint8Array(11 + echo.length);
  const view = new DataView(header.buffer);
  view.setUint8(0, type);
  view.setBigUint64(1, BigInt(time));
  header.set(echo, 9);
  view.setUint16(9 + echo.length, length);
  return header;
}

/** Address, padding and payload; the padding may say another length than it has. */
export function variableHeader(target: Uint8Array, padding: number, payload: Uint8Array, says = padding): Uint8Array {
  return joined([target, uint16(says), new Uint8Array(padding).fill(0xaa), payload]);
}

/** A 16-bit number, big-endian. */
export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
