import { assertEquals, test } from "#test";
import { toHex } from "../../vectors/hex.ts";
import { BLOCKS, findStream, MODES } from "./ciphers.ts";
import { transform } from "./streams.ts";

/** Whole numbers below a bound, the same ones on every run: the generator mulberry32. */
function generator(seed: number): (bound: number) => number {
  return (bound) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Key and initial vector sizes, by the name of the cipher. */
const SIZES: Record<string, [number[], number]> = {
  aes: [[16, 24, 32], 16],
  camellia: [[16, 24, 32], 16],
  bf: [[16], 8],
  cast5: [[16], 8],
  des: [[8], 8],
  idea: [[16], 8],
  rc2: [[16], 8],
  seed: [[16], 16],
  rc4: [[16], 0],
  table: [[16], 0],
  salsa20: [[32], 8],
  chacha20: [[32], 8],
  "chacha20-ietf": [[32], 12],
  xchacha20: [[32], 24],
};

for (const [family, [keySizes, ivSize]] of Object.entries(SIZES)) {
  const names = BLOCKS[family] ? Object.keys(MODES).map((mode) => `${family}-${mode}`) : [family];
  test(`Any split of ${family} gives the same bytes, and decrypting gives them back`, () => {
    const below = generator(names.join().length);
    for (const name of names) {
      for (const keySize of keySizes) fuzz(name, keySize, ivSize, below);
    }
  });
}

/** Three random inputs, each whole and in random splits, one of them long enough to be optimised for. */
function fuzz(name: string, keySize: number, ivSize: number, below: (bound: number) => number): void {
  const random = (length: number) => Uint8Array.from({ length }, () => below(256));
  for (const length of [below(70), 300 + below(700), name.endsWith("cfb1") ? 1000 : 20000]) {
    const [key, iv, input] = [random(keySize), random(ivSize), random(length)];
    const make = findStream(name)!;
    const whole = transform(make(key, iv, "encrypt"), input);
    const parts = transform(make(key, iv, "encrypt"), input, randomEnds(length, below));
    assertEquals(toHex(parts), toHex(whole), `${name} ${keySize}: split`);
    const back = transform(make(key, iv, "decrypt"), whole, randomEnds(length, below));
    assertEquals(toHex(back), toHex(input), `${name} ${keySize}: back`);
  }
}

/** Where parts end: small and large ones in turn, empty ones among them. */
function randomEnds(length: number, below: (bound: number) => number): number[] {
  const ends: number[] = [];
  for (let end = 0; end < length; end += below(below(2) ? 40 : 1 + (length >> 2))) ends.push(end);
  return ends;
}
