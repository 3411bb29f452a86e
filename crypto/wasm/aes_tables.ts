/**
 * AES's substitution by tables of sixteen bytes, which vectors look up without going to memory, after M. Hamburg,
 * "Accelerating AES with Vector Permute Instructions" (CHES 2009). The tables are computed here.
 *
 * A byte is a number of GF(256), and that is a plane over GF(16): x = i ω + j ω', where ω and ω' = ω^16 have the sum 1.
 * With k = i + j and a = 1 / (ω ω'), two numbers of GF(16) say what 1/x is:
 *
 * ```text
 * io = 1 / (1/i + a/k) + j        jo = 1 / (1/j + a/k) + i
 * 1/x = c / io + c' / jo          c = (ω + (1 + a) ω') / a, c' = ((1 + a) ω + ω') / a
 * ```
 *
 * Where something is divided by zero, the byte 0x80 stands for the result. It survives additions, a lookup with it
 * gives zero, and so 1 / (1/0) is 0, as the formulas want.
 *
 * @module
 */

/** AES's polynomial. */
const MODULUS = 0x11b;

/** What a division by zero gives. */
const INFINITE = 0x80;

/** What the substitution adds at its end; the tables leave it to the keys. */
export const LEFT_OUT = 0x63;

function multiply(a: number, b: number): number {
  let product = 0;
  for (; b > 0; b >>= 1) {
    if (b & 1) product ^= a;
    a = a << 1 ^ (a & 0x80 ? MODULUS : 0);
  }
  return product;
}

function power(a: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = multiply(result, a);
  return result;
}

function inverse(a: number): number {
  return power(a, 254);
}

/** The numbers of GF(16) by labels of four bits, such that a sum has the sum of the labels. 3 generates GF(256). */
const SMALL = labelled([0, 1, 2, 3].map((exponent) => power(3, 17 * exponent)));

function labelled(basis: readonly number[]): number[] {
  return Array.from({ length: 16 }, (_, label) => basis.reduce((sum, b, bit) => label >> bit & 1 ? sum ^ b : sum, 0));
}

/** ω: the first number that is not its own conjugate and has the trace 1. */
const OMEGA = Array.from({ length: 256 }, (_, x) => x).find((x) => (x ^ power(x, 16)) === 1)!;
const CONJUGATE = OMEGA ^ 1;
const A = inverse(multiply(OMEGA, CONJUGATE));

/** c and c' of the formulas. */
const SCALES = [
  multiply(inverse(A), OMEGA ^ multiply(1 ^ A, CONJUGATE)),
  multiply(inverse(A), multiply(1 ^ A, OMEGA) ^ CONJUGATE),
] as const;

/** For each byte, the labels of its i, above, and of its k, below. */
const PAIRS = pairs();

function pairs(): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < 16; i++) {
    for (let j = 0; j < 16; j++) {
      table[multiply(SMALL[i]!, OMEGA) ^ multiply(SMALL[j]!, CONJUGATE)] = i << 4 | i ^ j;
    }
  }
  return table;
}

/** The part of the substitution after the inversion, without what it adds (FIPS 197 §5.1.1). */
function spread(b: number): number {
  const doubled = b << 8 | b;
  return (b ^ doubled >> 4 ^ doubled >> 5 ^ doubled >> 6 ^ doubled >> 7) & 0xff;
}

/** A table over the labels, the first for a zero. */
function table(zero: number, of: (number: number) => number): number[] {
  return SMALL.map((number) => number === 0 ? zero : of(number));
}

/** From a byte's lower and upper half to its pair. */
export const TO_PAIR = [0, 4].map((shift) => Array.from({ length: 16 }, (_, half) => PAIRS[half << shift]!));

/** 1/x and a/x, by labels. */
export const INVERSE = table(INFINITE, (x) => SMALL.indexOf(inverse(x)));
export const A_OVER = table(INFINITE, (x) => SMALL.indexOf(multiply(A, inverse(x))));

/** What io and jo, a table for each, give: the substitution's result `times` a number, as a pair or as a byte. */
function results(finish: (byte: number) => number): number[][] {
  return SCALES.map((scale) => table(0, (x) => finish(spread(multiply(scale, inverse(x))))));
}

/** The result once and twice, as MixColumns wants it, as pairs; and as bytes for the last round. */
export const ONCE = results((byte) => PAIRS[byte]!);
export const TWICE = results((byte) => PAIRS[multiply(2, byte)]!);
export const LAST = results((byte) => byte);
