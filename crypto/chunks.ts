/**
 * The chunks of AEAD streams (SIP004, and SIP022 with its longer payloads):
 *
 * ```text
 * +--------------------+-----+-------------------+-----+
 * | length, big-endian | tag |      payload      | tag |
 * +--------------------+-----+-------------------+-----+
 *          2             16         length         16     bytes
 * ```
 *
 * @module
 */

import { CounterNonce } from "./nonce.ts";
import { type Aead, CipherError } from "./types.ts";
import type { UnitReader } from "./units.ts";

/** Bytes of a chunk beside its payload. */
export const CHUNK_OVERHEAD = 2 + 16 + 16;

/** Bytes of a sealed length. */
export const CHUNK_LENGTH_SIZE = 2 + 16;

const LENGTH_SIZE = 2;
/** What the length's plaintext is written to, one at a time; C may read and write it. */
const length = new Uint8Array(128).subarray(0, LENGTH_SIZE);

/** Seals payloads as chunks. */
export class ChunkSealer {
  readonly #aead: Aead;
  readonly #maxPayload: number;
  readonly #nonce: CounterNonce;

  /**
   * @param aead the cipher under the session's subkey; closed with the sealer
   * @param maxPayload bytes in the largest chunk
   */
  constructor(aead: Aead, maxPayload: number) {
    this.#aead = aead;
    this.#maxPayload = maxPayload;
    this.#nonce = new CounterNonce(aead.nonceSize);
  }

  /** The most bytes that `seal` puts out for `size` bytes of input. */
  bound(size: number): number {
    return size + Math.ceil(size / this.#maxPayload) * CHUNK_OVERHEAD;
  }

  /** Seals all of `input` into `out` from `at` on, and returns where it ended. No input makes no chunk. */
  seal(input: Uint8Array, out: Uint8Array, at: number): number {
    for (let from = 0; from < input.length; from += this.#maxPayload) {
      const to = Math.min(from + this.#maxPayload, input.length);
      length[0] = (to - from) >> 8;
      length[1] = (to - from) & 0xff;
      at = this.sealOne(length, out, at);
      at = this.sealOne(from === 0 && to === input.length ? input : input.subarray(from, to), out, at);
    }
    return at;
  }

  /** Seals one piece under the next nonce, and returns where it ended. */
  sealOne(piece: Uint8Array, out: Uint8Array, at: number): number {
    const end = at + piece.length + this.#aead.tagSize;
    this.#aead.seal(this.#nonce.bytes, piece, out.subarray(at, end));
    this.#nonce.increment();
    return end;
  }

  /** Frees the cipher. */
  close(): void {
    this.#aead.close();
  }
}

/** Opens chunks as they come out of a unit reader. */
export class ChunkOpener {
  readonly #aead: Aead;
  readonly #maxPayload: number;
  readonly #nonce: CounterNonce;
  /** Bytes of the payload that comes next; 0 when a length comes next. */
  #payload = 0;

  /**
   * @param aead the cipher under the session's subkey; closed with the opener
   * @param maxPayload bytes in the largest chunk
   */
  constructor(aead: Aead, maxPayload: number) {
    this.#aead = aead;
    this.#maxPayload = maxPayload;
    this.#nonce = new CounterNonce(aead.nonceSize);
  }

  /** Bytes that a sealed piece is longer than its plaintext. */
  get tagSize(): number {
    return this.#aead.tagSize;
  }

  /** Whether the next bytes begin a chunk. */
  get betweenChunks(): boolean {
    return this.#payload === 0;
  }

  /**
   * Opens the next chunk that is complete in the reader into `out` from `at` on, and returns where it ended, or -1 when
   * none is complete.
   *
   * @throws {CipherError} `authentication` for a wrong tag, `protocol` for a length of 0 or above the largest.
   */
  openNext(units: UnitReader, out: Uint8Array, at: number): number {
    if (this.#payload === 0) {
      const sealed = units.take(CHUNK_LENGTH_SIZE);
      if (sealed === null) return -1;
      if (!this.openLength(sealed)) throw wrongTag();
    }
    const sealed = units.take(this.#payload + this.#aead.tagSize);
    if (sealed === null) return -1;
    const end = at + this.#payload;
    this.openOne(sealed, out.subarray(at, end));
    this.#payload = 0;
    return end;
  }

  /** Opens one piece under the next nonce. */
  openOne(sealed: Uint8Array, out: Uint8Array): void {
    if (!this.#aead.open(this.#nonce.bytes, sealed, out)) throw wrongTag();
    this.#nonce.increment();
  }

  /** Opens the length of the next chunk; false when its tag is wrong. */
  openLength(sealed: Uint8Array): boolean {
    if (!this.#aead.open(this.#nonce.bytes, sealed, length)) return false;
    this.#nonce.increment();
    this.#payload = this.#checkedLength();
    return true;
  }

  /** Frees the cipher. */
  close(): void {
    this.#aead.close();
  }

  #checkedLength(): number {
    const size = length[0]! << 8 | length[1]!;
    if (size === 0 || size > this.#maxPayload) {
      throw new CipherError(
        "protocol",
        `Cannot open a chunk: expected a length of 1 to ${this.#maxPayload}, got ${size}`,
      );
    }
    return size;
  }
}

function wrongTag(): CipherError {
  return new CipherError("authentication", "Cannot open a chunk: its tag is wrong");
}
