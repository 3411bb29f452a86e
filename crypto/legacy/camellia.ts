/** Camellia, encrypting (RFC 3713), with 32-bit tables made at the first use. @module */

import type { BlockCipher } from "../types.ts";
import { be32, checkKey, fromHex, once, putBe32, rotl } from "./words.ts";

/** Camellia under a key of 16, 24 or 32 bytes. */
export function camellia(key: Uint8Array): BlockCipher {
  checkKey("Camellia", key, 16, 24, 32);
  const { left, right } = boxes();
  const keys = expandKey(key);
  const last = keys.length - 4;

  return {
    blockSize: 16,
    encryptBlock(block) {
      let a = be32(block, 0) ^ keys[0]!;
      let b = be32(block, 4) ^ keys[1]!;
      let c = be32(block, 8) ^ keys[2]!;
      let d = be32(block, 12) ^ keys[3]!;
      for (let k = 4;; k += 4) {
        for (const six = k + 12; k < six; k += 4) {
          // Two rounds of the Feistel network; `x ^ y` and the rotation make the P-function of two table sums.
          let x = left(a ^ keys[k]!);
          let mixed = x ^ right(b ^ keys[k + 1]!);
          c ^= mixed;
          d ^= mixed ^ rotl(x, 24);
          x = left(c ^ keys[k + 2]!);
          mixed = x ^ right(d ^ keys[k + 3]!);
          a ^= mixed;
          b ^= mixed ^ rotl(x, 24);
        }
        if (k === last) break;
        // FL on the left half, its inverse on the right one (RFC 3713 §2.4.2).
        b ^= rotl(a & keys[k]!, 1);
        a ^= b | keys[k + 1]!;
        c ^= d | keys[k + 3]!;
        d ^= rotl(c & keys[k + 2]!, 1);
      }
      putBe32(block, 0, c ^ keys[last]!);
      putBe32(block, 4, d ^ keys[last + 1]!);
      putBe32(block, 8, a ^ keys[last + 2]!);
      putBe32(block, 12, b ^ keys[last + 3]!);
    },
  };
}

/** Two words XOR two others, under the F-function of a Feistel round with one 64-bit key. */
function feistel(from: Int32Array, to: Int32Array, k0: number, k1: number): void {
  const { left, right } = boxes();
  const x = left(from[0]! ^ k0);
  const mixed = x ^ right(from[1]! ^ k1);
  to[0]! ^= mixed;
  to[1]! ^= mixed ^ rotl(x, 24);
}

/** All subkeys in the order of their use, two words each (RFC 3713 §2.2). */
function expandKey(key: Uint8Array): Int32Array {
  const sources = keySources(key);
  const plan = (key.length === 16 ? PLAN_128 : PLAN_256).split(" ");
  const keys: number[] = [];
  for (const step of plan) {
    const source = sources[step.slice(0, 1)]!;
    const rotated = rotate128(source, parseInt(step.slice(1)));
    keys.push(...(step.endsWith("h") ? rotated.slice(0, 2) : step.endsWith("l") ? rotated.slice(2) : rotated));
  }
  return Int32Array.from(keys);
}

/** KL, KR, KA and KB, by their second letter. */
function keySources(key: Uint8Array): Record<string, number[]> {
  const L = [0, 4, 8, 12].map((at) => be32(key, at));
  const R = [16, 20, 24, 28].map((at) => at < key.length ? be32(key, at) : 0);
  if (key.length === 24) [R[2], R[3]] = [~R[0]!, ~R[1]!];

  const high = Int32Array.of(L[0]! ^ R[0]!, L[1]! ^ R[1]!);
  const low = Int32Array.of(L[2]! ^ R[2]!, L[3]! ^ R[3]!);
  feistel(high, low, 0xa09e667f, 0x3bcc908b);
  feistel(low, high, 0xb67ae858, 0x4caa73b2);
  for (let i = 0; i < 2; i++) {
    high[i]! ^= L[i]!;
    low[i]! ^= L[i + 2]!;
  }
  feistel(high, low, 0xc6ef372f, 0xe94f82be);
  feistel(low, high, 0x54ff53a5, 0xf1d36f1c);
  const A = [...high, ...low];

  for (let i = 0; i < 2; i++) {
    high[i]! ^= R[i]!;
    low[i]! ^= R[i + 2]!;
  }
  feistel(high, low, 0x10e527fa, 0xde682d1d);
  feistel(low, high, 0xb05688c2, 0xb3e6c1fd);
  return { L, R, A, B: [...high, ...low] };
}

/** Four words rotated left as one number of 128 bits. */
function rotate128(words: number[], bits: number): number[] {
  const [whole, part] = [bits >>> 5, bits & 31];
  const word = (i: number) => words[(i + whole) & 3]!;
  return [0, 1, 2, 3].map((i) => part === 0 ? word(i) : (word(i) << part) | (word(i + 1) >>> (32 - part)));
}

/** Which key, rotated left how far, and of two halves that stand alone which (h, l): for keys of 128 bits. */
const PLAN_128 = "L0 A0 L15 A15 A30 L45 A45h L60l A60 L77 L94 A94 L111 A111";
/** The same for keys of 192 and 256 bits. */
const PLAN_256 = "L0 B0 R15 A15 R30 B30 L45 A45 L60 R60 B60 L77 A77 R94 A94 L111 B111";

/** The S- and P-functions of one half of a round's input each; four tables serve both. */
const boxes = once(() => {
  const s1 = fromHex(SBOX1);
  const s2 = s1.map((s) => (s << 1) | (s >> 7));
  const s3 = s1.map((s) => (s << 7) | (s >> 1));
  const s4 = s1.map((_, i) => s1[((i << 1) | (i >> 7)) & 255]!);
  const t1 = Int32Array.from(s1, (s) => s * 0x01010100);
  const t2 = Int32Array.from(s2, (s) => s * 0x00010101);
  const t3 = Int32Array.from(s3, (s) => s * 0x01000101);
  const t4 = Int32Array.from(s4, (s) => s * 0x01010001);
  return {
    left: (x: number): number => t1[x >>> 24]! ^ t2[(x >>> 16) & 255]! ^ t3[(x >>> 8) & 255]! ^ t4[x & 255]!,
    right: (x: number): number => t2[x >>> 24]! ^ t3[(x >>> 16) & 255]! ^ t4[(x >>> 8) & 255]! ^ t1[x & 255]!,
  };
});

/** The S-box SBOX1 (RFC 3713 §2.4.1), which the others are rotations of. */
const SBOX1 = `
  70822cecb327c0e5e4855735ea0cae4123ef6b934519a521ed0e4f4e1d6592bd
  86b8af8f7ceb1fce3e30dc5f5ec50b1aa6e139cad5475d3dd9015ad651566c4d
  8b0d9a66fbccb02d74122b20f0b18499df4ccbc2347e76056db7a931d11704d7
  14583a61de1b111c320f9c165318f222fe44cfb2c3b57a912408e8a860fc6950
  aad0a07da1896297545b1e95e0ff64d210c40048a3f775db8a03e6da093fdd94
  875c8302cd4a90337367f6f39d7fbfe2529bd826c837c63b81966f4b13be632e
  e979a78c9f6ebc8e29f5f9b62ffdb4597898066ae74671bad425ab4288a28dfa
  7207b955f8eeac0a36492a683c38f1a44028d37bbbc943c115e3adf477c7809e
`;
