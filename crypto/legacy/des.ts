/** DES, encrypting (FIPS 46-3), with the S-boxes and the permutation P joined into tables at the first use. @module */

import type { BlockCipher } from "../types.ts";
import { be32, checkKey, once, putBe32, rotl } from "./words.ts";

/** DES under a key of 8 bytes, whose parity bits do not matter. */
export function des(key: Uint8Array): BlockCipher {
  checkKey("DES", key, 8);
  const f = roundFunction();
  const keys = expandKey(key);
  const halves = new Int32Array(2);

  return {
    blockSize: 8,
    encryptBlock(block) {
      halves[0] = be32(block, 0);
      halves[1] = be32(block, 4);
      permute(halves);
      // Both halves stand rotated by one, so that the six bits that an S-box reads are neighbours.
      let left = rotl(halves[0], 1);
      let right = rotl(halves[1], 1);
      for (let k = 0; k < 32; k += 4) {
        left ^= f(right, keys[k]!, keys[k + 1]!);
        right ^= f(left, keys[k + 2]!, keys[k + 3]!);
      }
      halves[0] = rotl(right, 31);
      halves[1] = rotl(left, 31);
      permuteBack(halves);
      putBe32(block, 0, halves[0]);
      putBe32(block, 4, halves[1]);
    },
  };
}

/** The initial permutation, as exchanges of bits between the halves. */
function permute(halves: Int32Array): void {
  exchange(halves, 0, 4, 0x0f0f0f0f);
  exchange(halves, 0, 16, 0x0000ffff);
  exchange(halves, 1, 2, 0x33333333);
  exchange(halves, 1, 8, 0x00ff00ff);
  exchange(halves, 0, 1, 0x55555555);
}

/** The final permutation: the same exchanges backwards. */
function permuteBack(halves: Int32Array): void {
  exchange(halves, 0, 1, 0x55555555);
  exchange(halves, 1, 8, 0x00ff00ff);
  exchange(halves, 1, 2, 0x33333333);
  exchange(halves, 0, 16, 0x0000ffff);
  exchange(halves, 0, 4, 0x0f0f0f0f);
}

/** Exchanges the bits of the half `from` that are `bits` above those of `mask` for the other half's bits of `mask`. */
function exchange(halves: Int32Array, from: number, bits: number, mask: number): void {
  const swap = ((halves[from]! >>> bits) ^ halves[1 - from]!) & mask;
  halves[1 - from]! ^= swap;
  halves[from]! ^= swap << bits;
}

/** The function f of half a block (rotated left by one) and a round's key in two words; rotated likewise. */
const roundFunction = once(() => {
  const [s1, s2, s3, s4, s5, s6, s7, s8] = SBOXES.map(joinedTable);
  if (!s1 || !s2 || !s3 || !s4 || !s5 || !s6 || !s7 || !s8) throw new Error("Cannot make DES: eight S-boxes make it");
  return (half: number, odd: number, even: number): number => {
    const a = rotl(half, 28) ^ odd;
    const b = half ^ even;
    return s1[(a >>> 24) & 63]! ^ s3[(a >>> 16) & 63]! ^ s5[(a >>> 8) & 63]! ^ s7[a & 63]! ^
      s2[(b >>> 24) & 63]! ^ s4[(b >>> 16) & 63]! ^ s6[(b >>> 8) & 63]! ^ s8[b & 63]!;
  };
});

/** For each six bits: what the S-box number `box` makes of them, permuted by P and rotated left by one. */
function joinedTable(digits: string, box: number): Int32Array {
  return Int32Array.from({ length: 64 }, (_, six) => {
    const row = ((six >> 4) & 2) | (six & 1);
    const four = parseInt(digits.charAt(16 * row + ((six >> 1) & 15)), 16);
    let word = 0;
    for (const from of P) word = (word << 1) | ((four << (28 - 4 * box)) >>> (32 - from) & 1);
    return rotl(word, 1);
  });
}

/** Two words for each round: the six bits for S1, S3, S5, S7, one in each byte, then those for S2, S4, S6, S8. */
function expandKey(key: Uint8Array): Int32Array {
  const bits = PC1.map((from) => (key[(from - 1) >> 3]! >> (7 - ((from - 1) & 7))) & 1);
  const keys = new Int32Array(32);
  let shift = 0;
  for (let round = 0; round < 16; round++) {
    shift += SHIFTS[round]!;
    for (let i = 0; i < 48; i++) {
      // C and D rotate by themselves, 28 bits each.
      const from = PC2[i]! - 1;
      const bit = bits[from < 28 ? (from + shift) % 28 : 28 + (from + shift) % 28]!;
      const six = Math.floor(i / 6);
      keys[2 * round + (six & 1)]! |= bit << (24 - 8 * (six >> 1) + 5 - i % 6);
    }
  }
  return keys;
}

/** How far C and D rotate before each round. */
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** Permuted choice 1: the key's bits, counted from 1, in C and then D. */
const PC1 = numbers(`57 49 41 33 25 17 9 1 58 50 42 34 26 18 10 2 59 51 43 35 27 19 11 3 60 52 44 36
  63 55 47 39 31 23 15 7 62 54 46 38 30 22 14 6 61 53 45 37 29 21 13 5 28 20 12 4`);

/** Permuted choice 2: the bits of C and D that make a round's key. */
const PC2 = numbers(`14 17 11 24 1 5 3 28 15 6 21 10 23 19 12 4 26 8 16 7 27 20 13 2
  41 52 31 37 47 55 30 40 51 45 33 48 44 49 39 56 34 53 46 42 50 36 29 32`);

/** The permutation P of what the S-boxes make. */
const P = numbers("16 7 20 21 29 12 28 17 1 15 23 26 5 18 31 10 2 8 24 14 32 27 3 9 19 13 30 6 22 11 4 25");

/** The S-boxes S1 to S8: four rows of sixteen digits each. */
const SBOXES = [
  "e4d12fb83a6c5907" + "0f74e2d1a6cb9538" + "41e8d62bfc973a50" + "fc8249175b3ea06d",
  "f18e6b34972dc05a" + "3d47f28ec01a69b5" + "0e7ba4d158c6932f" + "d8a13f42b67c05e9",
  "a09e63f51dc7b428" + "d709346a285ecbf1" + "d6498f30b12c5ae7" + "1ad069874fe3b52c",
  "7de3069a1285bc4f" + "d8b56f03472c1ae9" + "a690cb7df13e5284" + "3f06a1d8945bc72e",
  "2c417ab6853fd0e9" + "eb2c47d150fa3986" + "421bad78f9c5630e" + "b8c71e2d6f09a453",
  "c1af92680d34e75b" + "af427c9561de0b38" + "9ef528c3704a1db6" + "432c95fabe17608d",
  "4b2ef08d3c975a61" + "d0b7491ae35c2f86" + "14bdc37eaf680592" + "6bd814a7950fe23c",
  "d2846fb1a93e50c7" + "1fd8a374c56b0e92" + "7b419ce206adf358" + "21e74a8dfc90356b",
];

/** The numbers that stand in a text. */
function numbers(text: string): number[] {
  return text.split(/\s+/).map(Number);
}
