/**
 * HKDF-SHA1 (RFC 5869) over somebody's SHA-1 of single blocks. Every connection derives two keys and every datagram of
 * AEAD-2017 one: libcrypto's own HMAC looks its parts up anew each time (14 µs on Deno, 5 on Bun), @noble/hashes takes
 * 13, this 1 with libcrypto's blocks and 2 with those of our WebAssembly.
 *
 * @module
 */

import { makeSmall } from "#ffi";
import { type DeriveSubkey, SUBKEY_INFO } from "../keys.ts";

/** Bytes of a block. */
export const BLOCK_SIZE = 64;
const HASH_SIZE = 20;
const HASH_WORDS = 5;

/** The start of SHA-1 (FIPS 180-4 §5.3.1). */
const INITIAL = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);

/** A pad of HMAC, four bytes of it. */
const INNER_PAD = 0x36363636;
const OUTER_PAD = 0x5c5c5c5c;

/** SHA-1 of single blocks, in memory of its own. */
export interface Sha1 {
  /** The five words of its state, signed: of words that may pass 2³¹, an engine makes floating-point numbers. */
  readonly state: Int32Array;
  /** The block that is next; it begins at a word. */
  readonly block: Uint8Array;
  /** Takes the block into the state (FIPS 180-4 §6.1.2). */
  transform(): void;
}

/** HKDF-SHA1 with the info of SIP004, for keys and salts of up to one block. */
export function hkdfBy({ state, block, transform }: Sha1): DeriveSubkey {
  const words = new Int32Array(block.buffer, block.byteOffset, BLOCK_SIZE / 4);
  const inner = new Int32Array(HASH_WORDS);
  const outer = new Int32Array(HASH_WORDS);
  const prk = new Uint8Array(HASH_SIZE);
  const digest = new Uint8Array(HASH_SIZE);

  /** The states of an HMAC after its key (RFC 2104). */
  function setKey(key: Uint8Array): void {
    block.set(key);
    block.fill(0, key.length, BLOCK_SIZE);
    hashPadded(INNER_PAD, inner);
    // The block still holds the inner pad: both are taken off and put on at once.
    hashPadded(INNER_PAD ^ OUTER_PAD, outer);
  }

  /** The state after the block, changed by a pad. */
  function hashPadded(pad: number, saved: Int32Array): void {
    for (let i = 0; i < words.length; i++) words[i]! ^= pad;
    state.set(INITIAL);
    transform();
    for (let i = 0; i < HASH_WORDS; i++) saved[i] = state[i]!;
  }

  /** The HMAC of the first `size` bytes of the block, at most 55, which it overwrites. */
  function mac(size: number, out: Uint8Array): void {
    finish(inner, size);
    putState(block);
    finish(outer, HASH_SIZE);
    putState(out);
  }

  /** Hashes the last `size` bytes behind a block whose state was saved. */
  function finish(saved: Int32Array, size: number): void {
    block[size] = 0x80;
    block.fill(0, size + 1, BLOCK_SIZE);
    const bits = (BLOCK_SIZE + size) * 8;
    block[BLOCK_SIZE - 2] = bits >> 8;
    block[BLOCK_SIZE - 1] = bits & 0xff;
    for (let i = 0; i < HASH_WORDS; i++) state[i] = saved[i]!;
    transform();
  }

  function putState(out: Uint8Array): void {
    for (let i = 0; i < HASH_WORDS; i++) {
      const word = state[i]!;
      out[4 * i] = word >>> 24;
      out[4 * i + 1] = word >>> 16;
      out[4 * i + 2] = word >>> 8;
      out[4 * i + 3] = word;
    }
  }

  return (masterKey, salt) => {
    setKey(salt);
    block.set(masterKey);
    mac(masterKey.length, prk);
    setKey(prk);
    const subkey = makeSmall(masterKey.length);
    for (let filled = 0, step = 1; filled < subkey.length; filled += HASH_SIZE, step++) {
      const before = step === 1 ? 0 : HASH_SIZE;
      if (before > 0) block.set(digest);
      block.set(SUBKEY_INFO, before);
      block[before + SUBKEY_INFO.length] = step;
      mac(before + SUBKEY_INFO.length + 1, digest);
      const end = Math.min(filled + HASH_SIZE, subkey.length);
      for (let i = filled; i < end; i++) subkey[i] = digest[i - filled]!;
    }
    block.fill(0);
    return subkey;
  };
}
