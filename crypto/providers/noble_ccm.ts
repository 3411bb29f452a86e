/** CCM over our own AES, for where no library has it (NIST SP 800-38C; nonces of 12 bytes, tags of 16). @module */

import { aes } from "../legacy/aes.ts";
import { ctr } from "../legacy/modes.ts";
import type { Aead, BlockCipher } from "../types.ts";
import { checkKey, checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import type { MakeAead } from "./types.ts";

const BLOCK_SIZE = 16;
/** Bytes of a length and of the block counter: what the nonce leaves of a block, without the flags. */
const LENGTH_SIZE = 3;
/** The largest message, by the bytes of its length. */
const MAX_SIZE = 2 ** (8 * LENGTH_SIZE) - 1;
/** The first byte of a counter block, and of the block that the tag begins with: no associated data (§A.2). */
const COUNTER_FLAGS = LENGTH_SIZE - 1;
const TAG_FLAGS = ((TAG_SIZE - 2) / 2) << 3 | COUNTER_FLAGS;

/** The factory under keys of 16 or 32 bytes. */
export const makeCcm: MakeAead = (key) => new Ccm(key);

class Ccm implements Aead {
  readonly nonceSize = BLOCK_SIZE - 1 - LENGTH_SIZE;
  readonly tagSize = TAG_SIZE;
  readonly #keySize: number;
  #cipher: BlockCipher | null;

  constructor(key: Uint8Array) {
    this.#keySize = key.length;
    this.#cipher = aes(key);
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    checkSeal(this.nonceSize, nonce, input, out);
    const cipher = this.#get();
    const tag = makeTag(cipher, nonce, input);
    crypt(cipher, nonce, tag, input, out);
    out.set(tag, input.length);
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    checkOpen(this.nonceSize, nonce, input, out);
    const cipher = this.#get();
    const tag = input.slice(out.length);
    crypt(cipher, nonce, tag, input.subarray(0, out.length), out);
    if (same(tag, makeTag(cipher, nonce, out))) return true;
    out.fill(0);
    return false;
  }

  rekey(key: Uint8Array): void {
    if (this.#cipher === null) throw closedError();
    checkKey(this.#keySize, key);
    this.#cipher = aes(key);
  }

  close(): void {
    if (this.#cipher === null) return;
    this.#cipher = null;
    countCipher(-1);
  }

  #get(): BlockCipher {
    if (this.#cipher === null) throw closedError();
    return this.#cipher;
  }
}

/** CBC-MAC over flags, nonce and length, then the message filled up with zeros. */
function makeTag(cipher: BlockCipher, nonce: Uint8Array, message: Uint8Array): Uint8Array {
  const size = message.length;
  if (size > MAX_SIZE) throw new RangeError(`Cannot run CCM: a message has at most ${MAX_SIZE} bytes, got ${size}`);
  const tag = new Uint8Array([TAG_FLAGS, ...nonce, size >> 16, size >> 8, size]);
  cipher.encryptBlock(tag);
  for (let at = 0; at < size; at += BLOCK_SIZE) {
    const end = Math.min(BLOCK_SIZE, size - at);
    for (let i = 0; i < end; i++) tag[i]! ^= message[at + i]!;
    cipher.encryptBlock(tag);
  }
  return tag;
}

/** CTR over the tag, which takes the keystream's first block, and then the message. */
function crypt(cipher: BlockCipher, nonce: Uint8Array, tag: Uint8Array, input: Uint8Array, out: Uint8Array): void {
  const counter = new Uint8Array(BLOCK_SIZE);
  counter[0] = COUNTER_FLAGS;
  counter.set(nonce, 1);
  const stream = ctr(cipher, counter);
  stream.update(tag, tag);
  stream.update(input, out);
  stream.close();
}

/** Whether both tags are the same, in a time that does not say where they differ. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (let i = 0; i < TAG_SIZE; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}
