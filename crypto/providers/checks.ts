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

/**
 * Checks the lengths of one step of a keystream.
 *
 * @throws {RangeError} when the output is shorter than the input.
 */
export function checkStream(input: Uint8Array, out: Uint8Array): void {
  if (out.length >= input.length) return;
  throw new RangeError(`Cannot transform ${input.length} bytes: out has room for ${out.length}`);
}

/**
 * Checks the lengths of a key and an IV.
 *
 * @throws {RangeError} when they are not what the cipher takes.
 */
export function checkStart(key: Uint8Array, iv: Uint8Array, keySize: number, ivSize: number): void {
  if (key.length === keySize && iv.length === ivSize) return;
  throw new RangeError(
    `Cannot start the cipher: expected a key of ${keySize} bytes and an IV of ${ivSize}, got ${key.length} and ` +
      `${iv.length}`,
  );
}

/**
 * Checks the key of single AES blocks.
 *
 * @throws {RangeError} when it has neither 16 nor 32 bytes.
 */
export function checkBlockKey(key: Uint8Array): void {
  if (key.length === 16 || key.length === 32) return;
  throw new RangeError(`Cannot run AES: expected a key of 16 or 32 bytes, got ${key.length}`);
}

/**
 * Checks one AES block.
 *
 * @throws {RangeError} when it does not have 16 bytes.
 */
export function checkBlock(block: Uint8Array): void {
  if (block.length !== 16) throw new RangeError(`Cannot run AES: expected a block of 16 bytes, got ${block.length}`);
}

/** What is thrown when a cipher is used after it was closed. */
export function closedError(): Error {
  return new Error("Cannot use the cipher: it is closed");
}

/**
 * Checks the length of a key.
 *
 * @throws {RangeError} when it is not the cipher's.
 */
export function checkKey(size: number, key: Uint8Array): void {
  if (key.length === size) return;
  throw new RangeError(`Cannot key the cipher: expected a key of ${size} bytes, got ${key.length}`);
}
