/** Byte streams from the one-shot, block-counting Salsa20 and ChaCha20 of @noble/ciphers. @module */

import type { StreamTransform } from "../types.ts";
import { streamTransform } from "./stream.ts";

/** Bytes in a block of Salsa20 and ChaCha20. */
const BLOCK_SIZE = 64;
/** Blocks that @noble/ciphers counts: it refuses the last 32-bit counter, so a stream ends 64 bytes before 256 GiB. */
const MAX_BLOCKS = 2 ** 32 - 1;

/** One of noble's ciphers: `data` XOR the keystream from block `counter` on, into `output`. */
export type ArxCipher = (
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array,
  output: Uint8Array,
  counter: number,
) => Uint8Array;

/** Where blocks are worked on: noble is faster on aligned bytes, and one call for all of them costs the least. */
const scratch = new Uint8Array(256 * BLOCK_SIZE);

/**
 * The stream of one cipher under a key and a nonce.
 *
 * Its `update` throws a RangeError, and leaves all as it was, where the input reaches past what can be counted in 32
 * bits. (Salsa20 and the original ChaCha20 would count on in 64; no one stream of a legacy method gets there.)
 *
 * @param start the first block's number
 */
export function arxStream(cipher: ArxCipher, key: Uint8Array, nonce: Uint8Array, start = 0): StreamTransform {
  const ownKey = key.slice();
  const ownNonce = nonce.slice();
  const keystream = new Uint8Array(BLOCK_SIZE); // of the last block; the part before `used` is no longer that
  let used = BLOCK_SIZE;
  let next = start;

  return streamTransform([ownKey, ownNonce, keystream], (input, out) => {
    const end = input.length;
    let at = Math.min(BLOCK_SIZE - used, end);
    const blocks = Math.ceil((end - at) / BLOCK_SIZE);
    if (next + blocks > MAX_BLOCKS) throw new RangeError("Cannot transform: the block counter has come to its end");

    for (let i = 0; i < at; i++) out[i] = input[i]! ^ keystream[used++]!;
    while (at < end) {
      const size = Math.min(scratch.length, end - at);
      const padded = Math.ceil(size / BLOCK_SIZE) * BLOCK_SIZE;
      const part = scratch.subarray(0, padded);
      part.set(input.subarray(at, at + size));
      part.fill(0, size); // so that the rest of the last block is its bare keystream
      cipher(ownKey, ownNonce, part, part, next);
      out.set(part.subarray(0, size), at);
      keystream.set(part.subarray(padded - BLOCK_SIZE));
      used = BLOCK_SIZE - (padded - size);
      next += padded / BLOCK_SIZE;
      at += size;
    }
  });
}

/** Refuses a key or a nonce of a wrong length. */
export function checkLengths(name: string, key: Uint8Array, nonce: Uint8Array, nonceSize: number): void {
  if (key.length === 32 && nonce.length === nonceSize) return;
  throw new RangeError(
    `Cannot make ${name}: the key has ${key.length} bytes and the nonce ${nonce.length}, not 32 and ${nonceSize}`,
  );
}
