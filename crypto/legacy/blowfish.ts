/** Blowfish, encrypting (B. Schneier, "Description of a New Variable-Length Key, 64-Bit Block Cipher", 1993). @module */

import type { BlockCipher } from "../types.ts";
import { be32, once, putBe32 } from "./words.ts";

/** Words of the P-array: one for each round, and two. */
const P_SIZE = 18;
/** Words of the four S-boxes. */
const S_SIZE = 4 * 256;

/** Blowfish under a key of 4 to 56 bytes; Shadowsocks uses 16. */
export function blowfish(key: Uint8Array): BlockCipher {
  if (key.length < 4 || key.length > 56) {
    throw new RangeError(`Cannot make Blowfish: the key has ${key.length} bytes, not 4 to 56`);
  }
  const p = piWords().slice(0, P_SIZE);
  const s = piWords().slice(P_SIZE);
  const cipher = {
    blockSize: 8,
    encryptBlock(block: Uint8Array): void {
      let left = be32(block, 0);
      let right = be32(block, 4);
      for (let i = 0; i < P_SIZE - 2; i += 2) {
        left ^= p[i]!;
        right ^= f(s, left) ^ p[i + 1]!;
        left ^= f(s, right);
      }
      putBe32(block, 0, right ^ p[17]!);
      putBe32(block, 4, left ^ p[16]!);
    },
  };
  mixKey(key, p, s, cipher);
  return cipher;
}

/** The round function, over the four S-boxes in one array. */
function f(s: Int32Array, x: number): number {
  return ((s[x >>> 24]! + s[256 + ((x >>> 16) & 255)]!) ^ s[512 + ((x >>> 8) & 255)]!) + s[768 + (x & 255)]!;
}

/** Mixes the key into P, then replaces P and S by what the cipher makes of a zero block, again and again. */
function mixKey(key: Uint8Array, p: Int32Array, s: Int32Array, cipher: BlockCipher): void {
  for (let i = 0, at = 0; i < P_SIZE; i++) {
    let word = 0;
    for (let j = 0; j < 4; j++) word = (word << 8) | key[at++ % key.length]!;
    p[i]! ^= word;
  }
  const block = new Uint8Array(8);
  for (const words of [p, s]) {
    for (let i = 0; i < words.length; i += 2) {
      cipher.encryptBlock(block);
      words[i] = be32(block, 0);
      words[i + 1] = be32(block, 4);
    }
  }
}

/** P and S before any key: the binary digits of π after the point. Computing them takes some 50 ms. */
const piWords = once((): Int32Array => {
  const count = P_SIZE + S_SIZE;
  const digits = piFraction(32 * count).toString(16).padStart(8 * count, "0");
  return Int32Array.from({ length: count }, (_, i) => parseInt(digits.slice(8 * i, 8 * i + 8), 16));
});

/** π − 3 in units of 2^−bits, rounded down, by Machin's formula: π = 16 arctan(1/5) − 4 arctan(1/239). */
function piFraction(bits: number): bigint {
  const guard = 32; // bits that take the rounding of every term
  const one = 1n << BigInt(bits + guard);
  const pi = 16n * arctanOfInverse(5n, one) - 4n * arctanOfInverse(239n, one);
  return (pi - 3n * one) >> BigInt(guard);
}

/** arctan(1/x) in units of 1/one: 1/x − 1/3x³ + 1/5x⁵ − … */
function arctanOfInverse(x: bigint, one: bigint): bigint {
  const square = x * x;
  let sum = 0n;
  let power = one / x;
  for (let n = 1n; power > 0n; n += 4n) {
    sum += power / n;
    power /= square;
    sum -= power / (n + 2n);
    power /= square;
  }
  return sum;
}
