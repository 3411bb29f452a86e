/** AES, encrypting (FIPS 197), with 32-bit tables computed at the first use. @module */

import type { BlockCipher } from "../types.ts";
import { be32, checkKey, once, putBe32, rotl } from "./words.ts";

/** The S-box and, for each byte of a column, SubBytes and MixColumns at once. */
interface Tables {
  readonly sbox: Uint8Array;
  readonly t0: Int32Array;
  readonly t1: Int32Array;
  readonly t2: Int32Array;
  readonly t3: Int32Array;
}

/** AES under a key of 16, 24 or 32 bytes. */
export function aes(key: Uint8Array): BlockCipher {
  checkKey("AES", key, 16, 24, 32);
  const { sbox, t0, t1, t2, t3 } = tables();
  const keys = expandKey(key, sbox);
  const last = keys.length - 4;

  return {
    blockSize: 16,
    encryptBlock(block) {
      let a = be32(block, 0) ^ keys[0]!;
      let b = be32(block, 4) ^ keys[1]!;
      let c = be32(block, 8) ^ keys[2]!;
      let d = be32(block, 12) ^ keys[3]!;
      for (let k = 4; k < last; k += 4) {
        const e = t0[a >>> 24]! ^ t1[(b >>> 16) & 255]! ^ t2[(c >>> 8) & 255]! ^ t3[d & 255]! ^ keys[k]!;
        const f = t0[b >>> 24]! ^ t1[(c >>> 16) & 255]! ^ t2[(d >>> 8) & 255]! ^ t3[a & 255]! ^ keys[k + 1]!;
        const g = t0[c >>> 24]! ^ t1[(d >>> 16) & 255]! ^ t2[(a >>> 8) & 255]! ^ t3[b & 255]! ^ keys[k + 2]!;
        d = t0[d >>> 24]! ^ t1[(a >>> 16) & 255]! ^ t2[(b >>> 8) & 255]! ^ t3[c & 255]! ^ keys[k + 3]!;
        a = e;
        b = f;
        c = g;
      }
      putBe32(block, 0, lastRound(sbox, a, b, c, d) ^ keys[last]!);
      putBe32(block, 4, lastRound(sbox, b, c, d, a) ^ keys[last + 1]!);
      putBe32(block, 8, lastRound(sbox, c, d, a, b) ^ keys[last + 2]!);
      putBe32(block, 12, lastRound(sbox, d, a, b, c) ^ keys[last + 3]!);
    },
  };
}

/** One column of SubBytes and ShiftRows, without MixColumns (FIPS 197 §5.1). */
function lastRound(sbox: Uint8Array, a: number, b: number, c: number, d: number): number {
  return (sbox[a >>> 24]! << 24) | (sbox[(b >>> 16) & 255]! << 16) | (sbox[(c >>> 8) & 255]! << 8) | sbox[d & 255]!;
}

/** The round keys (FIPS 197 §5.2). */
function expandKey(key: Uint8Array, sbox: Uint8Array): Int32Array {
  const length = key.length / 4;
  const keys = new Int32Array(4 * (length + 7));
  for (let i = 0; i < length; i++) keys[i] = be32(key, 4 * i);
  let constant = 1;
  for (let i = length; i < keys.length; i++) {
    let word = keys[i - 1]!;
    if (i % length === 0) {
      word = subWord(sbox, rotl(word, 8)) ^ (constant << 24);
      constant = double(constant);
    } else if (length === 8 && i % 8 === 4) {
      word = subWord(sbox, word);
    }
    keys[i] = keys[i - length]! ^ word;
  }
  return keys;
}

/** SubBytes on one word. */
function subWord(sbox: Uint8Array, word: number): number {
  return lastRound(sbox, word, word, word, word);
}

/** Twice a byte in AES's field, GF(2⁸) modulo x⁸+x⁴+x³+x+1. */
function double(byte: number): number {
  return ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 255;
}

const tables = once((): Tables => {
  const sbox = makeSbox();
  const t0 = Int32Array.from(sbox, (s) => {
    const twice = double(s);
    return (twice << 24) | (s << 16) | (s << 8) | (twice ^ s);
  });
  return { sbox, t0, t1: t0.map((t) => rotl(t, 24)), t2: t0.map((t) => rotl(t, 16)), t3: t0.map((t) => rotl(t, 8)) };
});

/** The S-box: the inverse in the field, then an affine map (FIPS 197 §5.1.1). */
function makeSbox(): Uint8Array {
  const sbox = new Uint8Array(256).fill(0x63);
  // Over all powers of 3, a generator: `inverse` runs through the powers of its inverse, 0xf6.
  for (let i = 0, power = 1, inverse = 1; i < 255; i++) {
    const twice = inverse | (inverse << 8);
    const mapped = inverse ^ (twice >> 7) ^ (twice >> 6) ^ (twice >> 5) ^ (twice >> 4);
    sbox[power] = mapped ^ 0x63;
    power ^= double(power);
    inverse = timesInverseOf3(inverse);
  }
  return sbox;
}

/** A byte times 0xf6 in the field. */
function timesInverseOf3(byte: number): number {
  let product = 0;
  for (let factor = 0xf6; factor > 0; factor >>= 1) {
    if (factor & 1) product ^= byte;
    byte = double(byte);
  }
  return product;
}
