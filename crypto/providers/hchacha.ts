/** HChaCha, the part of XChaCha that makes a key of a key and a nonce (draft-irtf-cfrg-xchacha-03 §2.2). @module */

/** How many rounds the ChaChas go. */
export type Rounds = 8 | 12 | 20;

/** "expa" "nd 3" "2-by" "te k". */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

/**
 * Writes the 32 bytes that `key` and the first 16 bytes of `nonce` make into `out`: ChaCha's block without the sum at
 * its end. With 8 or 12 rounds it belongs to XChaCha8 or XChaCha12.
 */
export function hchacha(key: Uint8Array, nonce: Uint8Array, rounds: Rounds, out: Uint8Array): void {
  const state = new Int32Array(16);
  state.set(SIGMA);
  for (let i = 0; i < 8; i++) state[4 + i] = le32(key, 4 * i);
  for (let i = 0; i < 4; i++) state[12 + i] = le32(nonce, 4 * i);
  for (let round = 0; round < rounds; round += 2) doubleRound(state);
  for (let i = 0; i < 4; i++) {
    putLe32(out, 4 * i, state[i]!);
    putLe32(out, 16 + 4 * i, state[12 + i]!);
  }
  state.fill(0);
}

/** A round down the columns and one down the diagonals. */
function doubleRound(state: Int32Array): void {
  for (let i = 0; i < 4; i++) quarterRound(state, i, 4 + i, 8 + i, 12 + i);
  for (let i = 0; i < 4; i++) quarterRound(state, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
}

function quarterRound(state: Int32Array, i: number, j: number, k: number, l: number): void {
  let a = state[i]!;
  let b = state[j]!;
  let c = state[k]!;
  let d = state[l]!;
  a = (a + b) | 0;
  d = rotate(d ^ a, 16);
  c = (c + d) | 0;
  b = rotate(b ^ c, 12);
  a = (a + b) | 0;
  d = rotate(d ^ a, 8);
  c = (c + d) | 0;
  state[i] = a;
  state[j] = rotate(b ^ c, 7);
  state[k] = c;
  state[l] = d;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function le32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function putLe32(bytes: Uint8Array, at: number, word: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = word >>> (8 * i);
}
