/** IDEA, encrypting (X. Lai, "On the Design and Security of Block Ciphers", 1992). @module */

import type { BlockCipher } from "../types.ts";
import { checkKey } from "./words.ts";

/** Rounds of six subkeys; four more subkeys follow them. */
const ROUNDS = 8;

/** IDEA under a key of 16 bytes. */
export function idea(key: Uint8Array): BlockCipher {
  checkKey("IDEA", key, 16);
  const keys = expandKey(key);

  return {
    blockSize: 8,
    encryptBlock(block) {
      let a = (block[0]! << 8) | block[1]!;
      let b = (block[2]! << 8) | block[3]!;
      let c = (block[4]! << 8) | block[5]!;
      let d = (block[6]! << 8) | block[7]!;
      let k = 0;
      for (; k < 6 * ROUNDS; k += 6) {
        a = times(a, keys[k]!);
        b = (b + keys[k + 1]!) & 0xffff;
        c = (c + keys[k + 2]!) & 0xffff;
        d = times(d, keys[k + 3]!);
        const first = times(a ^ c, keys[k + 4]!);
        const second = times((first + (b ^ d)) & 0xffff, keys[k + 5]!);
        const sum = (first + second) & 0xffff;
        a ^= second;
        d ^= sum;
        const crossed = b ^ sum;
        b = c ^ second;
        c = crossed;
      }
      putBe16(block, 0, times(a, keys[k]!));
      putBe16(block, 2, c + keys[k + 1]!);
      putBe16(block, 4, b + keys[k + 2]!);
      putBe16(block, 6, times(d, keys[k + 3]!));
    },
  };
}

/** The product modulo 65537, where 0 stands for 65536. */
function times(x: number, y: number): number {
  const product = Math.imul(x, y);
  if (product === 0) return (1 - x - y) & 0xffff;
  // 65536 is −1 here, so the high half is taken off the low one.
  const low = product & 0xffff;
  const high = product >>> 16;
  return (low - high + (low < high ? 1 : 0)) & 0xffff;
}

/** Puts the low 16 bits of a sum at `at`, big-endian. */
function putBe16(bytes: Uint8Array, at: number, sum: number): void {
  bytes[at] = sum >>> 8;
  bytes[at + 1] = sum;
}

/** Fifty-two subkeys: the key's eight words, rotated left by 25 bits after every eight. */
function expandKey(key: Uint8Array): Uint16Array {
  const keys = new Uint16Array(6 * ROUNDS + 4);
  for (let i = 0; i < 8; i++) keys[i] = (key[2 * i]! << 8) | key[2 * i + 1]!;
  for (let i = 8; i < keys.length; i++) {
    // 25 bits are one word and nine bits.
    const row = (i & ~7) - 8;
    keys[i] = (keys[row + ((i + 1) & 7)]! << 9) | (keys[row + ((i + 2) & 7)]! >> 7);
  }
  return keys;
}
