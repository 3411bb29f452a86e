/**
 * The modes of operation that make a keystream of a block cipher (NIST SP 800-38A): CFB, CFB8, CFB1, OFB and CTR. Each
 * only ever encrypts blocks, carries its state from call to call whatever the split, and works in place.
 *
 * @module
 */

import type { BlockCipher, StreamTransform } from "../types.ts";
import { streamTransform } from "./stream.ts";

/** Which way a transform goes, where the ways differ. */
export type Direction = "encrypt" | "decrypt";

/** CFB with whole-block feedback (CFB128 or CFB64, by the block size). */
export function cfb(cipher: BlockCipher, iv: Uint8Array, direction: Direction): StreamTransform {
  const size = cipher.blockSize;
  const block = firstBlock(cipher, iv);
  const xor = direction === "encrypt" ? xorEncrypting : xorDecrypting;
  let used = 0; // bytes of `block` that are ciphertext by now; the rest is keystream

  return streamTransform([block], (input, out) => {
    const end = input.length;
    let at = Math.min((size - used) % size, end);
    if (at > 0) {
      xor(block, used, input, out, 0, at);
      used = (used + at) % size;
    }
    for (; at + size <= end; at += size) {
      cipher.encryptBlock(block);
      xor(block, 0, input, out, at, size);
    }
    if (at < end) {
      cipher.encryptBlock(block);
      used = end - at;
      xor(block, 0, input, out, at, used);
    }
  });
}

/** OFB: the keystream is the initial vector, encrypted again and again. */
export function ofb(cipher: BlockCipher, iv: Uint8Array): StreamTransform {
  const keystream = firstBlock(cipher, iv);
  return keystreamed(keystream, [keystream], () => cipher.encryptBlock(keystream));
}

/** CTR: the keystream is an encrypted counter, big-endian over the whole block and wrapping there. */
export function ctr(cipher: BlockCipher, iv: Uint8Array): StreamTransform {
  const counter = firstBlock(cipher, iv);
  const keystream = new Uint8Array(cipher.blockSize);
  return keystreamed(keystream, [keystream, counter], () => {
    keystream.set(counter);
    cipher.encryptBlock(keystream);
    increment(counter);
  });
}

/** CFB with feedback of one byte: one block encryption for each byte. */
export function cfb8(cipher: BlockCipher, iv: Uint8Array, direction: Direction): StreamTransform {
  const last = cipher.blockSize - 1;
  const register = firstBlock(cipher, iv);
  const block = new Uint8Array(cipher.blockSize);
  const encrypting = direction === "encrypt";

  return streamTransform([register, block], (input, out) => {
    for (let at = 0; at < input.length; at++) {
      block.set(register);
      cipher.encryptBlock(block);
      const from = input[at]!;
      const to = from ^ block[0]!;
      for (let i = 0; i < last; i++) register[i] = register[i + 1]!;
      register[last] = encrypting ? to : from;
      out[at] = to;
    }
  });
}

/** CFB with feedback of one bit, most significant bit first: eight block encryptions for each byte. */
export function cfb1(cipher: BlockCipher, iv: Uint8Array, direction: Direction): StreamTransform {
  const size = cipher.blockSize;
  // One byte longer than a block: that byte is the ciphertext so far, and each bit's block is a window over all.
  const register = new Uint8Array(size + 1);
  register.set(firstBlock(cipher, iv));
  const block = new Uint8Array(size);
  const encrypting = direction === "encrypt";

  return streamTransform([register, block], (input, out) => {
    for (let at = 0; at < input.length; at++) {
      const from = input[at]!;
      let to = 0;
      for (let bit = 0; bit < 8; bit++) {
        for (let i = 0; i < size; i++) block[i] = (register[i]! << bit) | (register[i + 1]! >> (8 - bit));
        cipher.encryptBlock(block);
        to |= (from ^ (block[0]! >> bit)) & (0x80 >> bit);
        register[size] = encrypting ? to : from;
      }
      for (let i = 0; i < size; i++) register[i] = register[i + 1]!;
      out[at] = to;
    }
  });
}

/** A copy of the initial vector, which must be one block long. */
function firstBlock(cipher: BlockCipher, iv: Uint8Array): Uint8Array {
  if (iv.length !== cipher.blockSize) {
    throw new RangeError(`Cannot start a stream: the IV has ${iv.length} bytes, not ${cipher.blockSize}`);
  }
  return iv.slice();
}

/** Input XOR keystream; `next` puts the next block of it into `keystream`; `state` is wiped at the end. */
function keystreamed(keystream: Uint8Array, state: Uint8Array[], next: () => void): StreamTransform {
  const size = keystream.length;
  let used = size;

  return streamTransform(state, (input, out) => {
    const end = input.length;
    let at = 0;
    for (; at < end && used < size; at++) out[at] = input[at]! ^ keystream[used++]!;
    for (; at + size <= end; at += size) {
      next();
      for (let i = 0; i < size; i++) out[at + i] = input[at + i]! ^ keystream[i]!;
    }
    if (at < end) {
      next();
      for (used = 0; at < end; at++) out[at] = input[at]! ^ keystream[used++]!;
    }
  });
}

/** Turns `count` bytes of input and keystream at `from` into ciphertext, which replaces the keystream. */
function xorEncrypting(block: Uint8Array, from: number, input: Uint8Array, out: Uint8Array, at: number, count: number) {
  for (let i = 0; i < count; i++) {
    const to = input[at + i]! ^ block[from + i]!;
    block[from + i] = to;
    out[at + i] = to;
  }
}

/** Turns `count` bytes of ciphertext and keystream at `from` into plaintext; the ciphertext replaces the keystream. */
function xorDecrypting(block: Uint8Array, from: number, input: Uint8Array, out: Uint8Array, at: number, count: number) {
  for (let i = 0; i < count; i++) {
    const cipher = input[at + i]!;
    out[at + i] = cipher ^ block[from + i]!;
    block[from + i] = cipher;
  }
}

/** Adds one to a big-endian number of any length, in place; all ones become zero. */
function increment(counter: Uint8Array): void {
  for (let i = counter.length - 1; i >= 0; i--) {
    const byte = (counter[i]! + 1) & 255;
    counter[i] = byte;
    if (byte !== 0) return;
  }
}
