/** The checks and the count that every provider's ciphers share. @module */

/** Bytes in every tag that we use. */
export const TAG_SIZE = 16;

let live = 0;

/** How many ciphers are open: zero once every connection is closed. */
export function liveCiphers(): number {
  return live;
}

/** Counts one more open cipher (1) or one less (-1). */
export function countCipher(step: 1 | -1): void {
  live += step;
}

/**
 * Checks the lengths of one seal.
 *
 * @throws {RangeError} when a buffer does not have the length that the operation needs.
 */
export function checkSeal(nonceSize: number, nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
  if (nonce.length !== nonceSize || out.length !== input.length + TAG_SIZE) {
    refuse(nonceSize, nonce, input.length + TAG_SIZE, out);
  }
}

/**
 * Checks the lengths of one open.
 *
 * @throws {RangeError} when a buffer does not have the length that the operation needs.
 */
export function checkOpen(nonceSize: number, nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
  if (nonce.length !== nonceSize || out.length !== input.length - TAG_SIZE) {
    refuse(nonceSize, nonce, input.length - TAG_SIZE, out);
  }
}

function refuse(nonceSize: number, nonce: Uint8Array, outSize: number, out: Uint8Array): never {
  throw new RangeError(
    `Cannot run the cipher: expected a nonce of ${nonceSize} bytes and an output of ${outSize}, ` +
      `got ${nonce.length} and ${out.length}`,
  );
}

/** Throws when a cipher is used after it was closed. */
export function closedError(): Error {
  return new Error("Cannot use the cipher: it is closed");
}
