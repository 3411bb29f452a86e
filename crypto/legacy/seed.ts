/** SEED, encrypting (RFC 4269). @module */

import type { BlockCipher } from "../types.ts";
import { be32, checkKey, fromHex, once, putBe32, rotl } from "./words.ts";

const ROUNDS = 16;

/** SEED under a key of 16 bytes. */
export function seed(key: Uint8Array): BlockCipher {
  checkKey("SEED", key, 16);
  const g = mixer();
  const keys = expandKey(key, g);

  return {
    blockSize: 16,
    encryptBlock(block) {
      let a = be32(block, 0);
      let b = be32(block, 4);
      let c = be32(block, 8);
      let d = be32(block, 12);
      for (let k = 0; k < 2 * ROUNDS; k += 2) {
        // The function F (RFC 4269 §2.2) of the right half (c, d).
        const masked = c ^ keys[k]!;
        const first = g(masked ^ d ^ keys[k + 1]!);
        const second = g((masked + first) | 0);
        const third = g((first + second) | 0);
        const left = a ^ (second + third);
        const right = b ^ third;
        a = c;
        b = d;
        c = left;
        d = right;
      }
      putBe32(block, 0, c);
      putBe32(block, 4, d);
      putBe32(block, 8, a);
      putBe32(block, 12, b);
    },
  };
}

/** Two words for each round (RFC 4269 §2.4). */
function expandKey(key: Uint8Array, g: (word: number) => number): Int32Array {
  const keys = new Int32Array(2 * ROUNDS);
  let [a, b, c, d] = [be32(key, 0), be32(key, 4), be32(key, 8), be32(key, 12)];
  let constant = 0x9e3779b9 | 0; // of the golden ratio; rotated one bit further for each round
  for (let round = 0; round < ROUNDS; round++) {
    keys[2 * round] = g((a + c - constant) | 0);
    keys[2 * round + 1] = g((b - d + constant) | 0);
    if (round % 2 === 0) [a, b] = [(a >>> 8) | (b << 24), (b >>> 8) | (a << 24)];
    else [c, d] = [(c << 8) | (d >>> 24), (d << 8) | (c >>> 24)];
    constant = rotl(constant, 1);
  }
  return keys;
}

/** The function G (RFC 4269 §2.3) over tables that hold, for each byte of its word, all that this byte adds. */
const mixer = once(() => {
  const t0 = boxTable(S1, [0x3f, 0xcf, 0xf3, 0xfc]);
  const t1 = boxTable(S2, [0xfc, 0x3f, 0xcf, 0xf3]);
  const t2 = boxTable(S1, [0xf3, 0xfc, 0x3f, 0xcf]);
  const t3 = boxTable(S2, [0xcf, 0xf3, 0xfc, 0x3f]);
  return (word: number): number =>
    t0[word & 255]! ^ t1[(word >>> 8) & 255]! ^ t2[(word >>> 16) & 255]! ^ t3[word >>> 24]!;
});

/** An S-box whose byte stands in each byte of a word under one of `masks`, the highest first. */
function boxTable(hex: string, masks: [number, number, number, number]): Int32Array {
  const [m3, m2, m1, m0] = masks;
  return Int32Array.from(fromHex(hex), (s) => ((s & m3) << 24) | ((s & m2) << 16) | ((s & m1) << 8) | (s & m0));
}

/** The S-box S1 (RFC 4269 appendix A). */
const S1 = `
  a985d6d3541dac255d43181e51fcca632844209de0e2c817a58f037bbb13d2ee
  708c3fa832ddf674ec950b575c5bbd01241c739810ccf2d92ce772839bd186c9
  6050a3eb0db69e4fb75ac678a612afd561c3b441527d8d081f9900190453f7e1
  fd762f27b08b0eaba26e934d697c090abfeff3c58714fe64de2e4b1a06216b66
  02f5928a0cb37ed07a4796e52680addfa13037ae36152238f4a7454c81e98497
  35cbce3c7111c78975fbdaf8945982c4ff493967c0cfd7b80f8e4223916cdba4
  34f148c26f3d2d40be3ebcc1aaba4e553bdc687f9cd84a5677a0ed46b52b65fa
  e3b9b19f5ef9e6b231ea6d5fe4f0cd88163a58d462290733e81b0579906a2a9a
`;

/** The S-box S2 (RFC 4269 appendix A). */
const S2 = `
  38e82da6cfdeb3b8af6055c7446f6b5bc36233b529a0e2a7d39111061cbc364b
  ef886ca817c416f4c245e1d63f3d8e98284ef63ea5f90ddfd82b667a272ff172
  42d441c07367ac8bf7ad801fca2caa34d20beee95d9418f857ae08c513cd86b9
  ff7dc131f58a6ab1d120d7022204687107db9d9961bee659dd5190dc9aa3abd0
  810f471ae3ec8dbf967b5ca2a163234dc89e9c3a0c2eba6e9f5af292f34978cc
  15fb70757f351003646dc674d5b4ea097619fe4012e0bd05fa01f02a5ea95643
  8514899bb0e5487997fc1e82218c1b5f7754b21d254f0046ed5852eb7edac9fd
  3095653cb6e4bb7c0e5039263284699337e724a4cb530a87d94c838fce3b4ab7
`;
