/** The counter that is a nonce. @module */

/**
 * A nonce of `size` bytes that counts from zero, little-endian, one step for each seal or open (SIP004). The bytes are a
 * view of a larger buffer, so that their address stays put while C reads them.
 */
export class CounterNonce {
  /** The current value. */
  readonly bytes: Uint8Array;

  /** @param size bytes: 12 or 24 */
  constructor(size: number) {
    this.bytes = new Uint8Array(128).subarray(0, size);
  }

  /**
   * Steps to the next value.
   *
   * @throws {RangeError} after the last one: a nonce never repeats.
   */
  increment(): void {
    const bytes = this.bytes;
    for (let i = 0; i < bytes.length; i++) {
      const next = (bytes[i]! + 1) & 0xff;
      bytes[i] = next;
      if (next !== 0) return;
    }
    throw new RangeError("Cannot increment the nonce: every value has been used");
  }
}
