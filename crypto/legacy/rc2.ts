/** RC2, encrypting, with 128 effective key bits (RFC 2268). @module */

import type { BlockCipher } from "../types.ts";
import { fromHex } from "./words.ts";

/** RC2 under a key of 1 to 128 bytes; Shadowsocks uses 16. */
export function rc2(key: Uint8Array): BlockCipher {
  if (key.length < 1 || key.length > 128) {
    throw new RangeError(`Cannot make RC2: the key has ${key.length} bytes, not 1 to 128`);
  }
  const keys = expandKey(key);

  return {
    blockSize: 8,
    encryptBlock(block) {
      let a = block[0]! | (block[1]! << 8);
      let b = block[2]! | (block[3]! << 8);
      let c = block[4]! | (block[5]! << 8);
      let d = block[6]! | (block[7]! << 8);
      for (let k = 0; k < 64; k += 4) {
        // A mixing round (RFC 2268 §3.1) …
        a = rotl16(a + keys[k]! + (d & c) + (~d & b), 1);
        b = rotl16(b + keys[k + 1]! + (a & d) + (~a & c), 2);
        c = rotl16(c + keys[k + 2]! + (b & a) + (~b & d), 3);
        d = rotl16(d + keys[k + 3]! + (c & b) + (~c & a), 5);
        if (k === 16 || k === 40) {
          // … and, after the fifth and the eleventh, a mashing round (§3.2).
          a = (a + keys[d & 63]!) & 0xffff;
          b = (b + keys[a & 63]!) & 0xffff;
          c = (c + keys[b & 63]!) & 0xffff;
          d = (d + keys[c & 63]!) & 0xffff;
        }
      }
      block[0] = a;
      block[1] = a >>> 8;
      block[2] = b;
      block[3] = b >>> 8;
      block[4] = c;
      block[5] = c >>> 8;
      block[6] = d;
      block[7] = d >>> 8;
    },
  };
}

/** The low 16 bits of a sum, rotated left within 16. */
function rotl16(sum: number, bits: number): number {
  const word = sum & 0xffff;
  return ((word << bits) | (word >>> (16 - bits))) & 0xffff;
}

/** Sixty-four 16-bit words (RFC 2268 §2); with 128 effective bits, the step back covers all but the last 16 bytes. */
function expandKey(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  for (let i = key.length; i < 128; i++) bytes[i] = PI_TABLE[(bytes[i - 1]! + bytes[i - key.length]!) & 255]!;
  bytes[112] = PI_TABLE[bytes[112]!]!;
  for (let i = 111; i >= 0; i--) bytes[i] = PI_TABLE[bytes[i + 1]! ^ bytes[i + 16]!]!;
  return Uint16Array.from({ length: 64 }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
}

/** PITABLE (RFC 2268 §2): a permutation of all bytes, from the digits of π. */
const PI_TABLE = fromHex(`
  d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2
  179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82
  54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626
  6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7
  08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec
  c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731
  2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9
  0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad
`);
