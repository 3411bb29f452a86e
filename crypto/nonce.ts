/** The counter that is a nonce. @module */

/** Bytes that count: 2^64 steps are more than any stream takes. */
const COUNTED = 8;

/** What native code reads, for each size: of more than 64 bytes, so that the address stays put. Only what counts is set. */
const shared = new Map<number, Uint8Array>();

/**
 * A nonce that counts from zero, little-endian, one step for each seal or open (SIP004). All of them show their value in
 * the same bytes, since a connection has two and thousands of them wait.
 */
export class CounterNonce {
  readonly #bytes: Uint8Array;
  #low: number;
  #high: number;

  /**
   * @param size bytes: 12 or 24
   * @param start the first value
   */
  constructor(size: number, start = 0n) {
    const bytes = shared.get(size) ?? new Uint8Array(128).subarray(0, size);
    shared.set(size, bytes);
    this.#bytes = bytes;
    this.#low = Number(start & 0xffffffffn);
    this.#high = Number(start >> 32n);
  }

  /** The current value, until another nonce is looked at. */
  get bytes(): Uint8Array {
    const bytes = this.#bytes;
    for (let i = 0; i < COUNTED / 2; i++) {
      bytes[i] = this.#low >>> 8 * i;
      bytes[i + COUNTED / 2] = this.#high >>> 8 * i;
    }
    return bytes;
  }

  /**
   * Steps to the next value.
   *
   * @throws {RangeError} after the last one: a nonce never repeats.
   */
  increment(): void {
    this.#low = this.#low + 1 >>> 0;
    if (this.#low !== 0) return;
    this.#high = this.#high + 1 >>> 0;
    if (this.#high !== 0) return;
    this.#low = this.#high = 0xffffffff;
    throw new RangeError("Cannot increment the nonce: every value has been used");
  }
}
