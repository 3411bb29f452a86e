import { assertEquals, test } from "#test";
import { unsafe } from "@noble/ciphers/aes.js";
import { expandKey, subWord } from "../../../crypto/wasm/aes.ts";
import { aesCounter } from "../../../crypto/wasm/aes_counter.ts";
import { A_OVER, INVERSE, ONCE, TO_PAIR } from "../../../crypto/wasm/aes_tables.ts";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { randomBytes, seeded } from "../random.ts";
import { build } from "./built.ts";

const [NONCE, KEY, INPUT, OUTPUT] = [0, 128, 8192, 32_768];

const { bytes, call } = build({ subWord: subWord(), expandKey: expandKey(0), counter: aesCounter() });

/** The substitution by the sentences of FIPS 197 §5.1.1: a product of 1 is looked for, and bits are added up. */
function substituted(byte: number): number {
  const inverse = Array.from({ length: 256 }, (_, x) => x).find((x) => product(x, byte) === 1) ?? 0;
  const bit = (i: number) => inverse >> i % 8 & 1;
  let result = 0;
  for (let i = 0; i < 8; i++) {
    result |= (bit(i) ^ bit(i + 4) ^ bit(i + 5) ^ bit(i + 6) ^ bit(i + 7) ^ 0x63 >> i & 1) << i;
  }
  return result;
}

function product(a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < 8; i++) if (b >> i & 1) sum ^= a << i;
  for (let i = 14; i >= 8; i--) if (sum >> i & 1) sum ^= 0x11b << i - 8;
  return sum;
}

test("every byte is substituted as FIPS 197 says, in every place of a word", () => {
  for (let byte = 0; byte < 256; byte++) {
    const other = (byte * 7 + 31) & 0xff;
    const expected = substituted(byte) | substituted(other) << 8 | substituted(0) << 16 | substituted(byte) << 24;
    assertEquals(call("subWord", byte | other << 8 | byte << 24), expected | 0, `byte ${byte}`);
  }
});

test("the tables are of half bytes, and what is divided by zero stays marked", () => {
  for (const table of [INVERSE, A_OVER]) {
    assertEquals(table.map((value, i) => value === 0x80 ? i : -1).filter((i) => i >= 0), [0]);
    assertEquals(new Set(table.slice(1)).size, 15);
  }
  for (const table of [...TO_PAIR, ...ONCE]) assertEquals([table.length, table[0]], [16, 0]);
});

test("the cipher makes FIPS 197's blocks of the keys of all sizes", () => {
  // Appendix C. Its block, with a last byte of 0xff, is the second one of a keystream: its number, 1, is its last bit.
  const expected = {
    16: "69c4e0d86a7b0430d8cdb78070b4c55a",
    24: "dda97ca4864cdfe06eaf70a0ec0d7191",
    32: "8ea2b7ca516745bfeafc49904b496089",
  };
  for (const [size, output] of Object.entries(expected)) {
    const block = fromHex("00112233445566778899aabbccddeefe");
    assertEquals(encrypted(Uint8Array.from({ length: Number(size) }, (_, i) => i), block, 2).at(1), output);
  }
});

test("every block of a long text has the keystream of its own number, and the first that of zeros", () => {
  const below = seeded(197);
  for (const size of [16, 24, 32]) {
    for (const count of [1, 2, 3, 4, 5, 8, 9, 12, 13, 17, 300]) {
      const [key, nonce] = [randomBytes(below, size), new Uint8Array(16)];
      nonce.set(randomBytes(below, 12));
      const blocks = encrypted(key, nonce, count);
      const words = unsafe.expandKeyLE(key);
      blocks.forEach((block, number) => {
        const expected = number === 0 ? new Uint8Array(16) : nonce.slice();
        if (number > 0) new DataView(expected.buffer).setUint32(12, number);
        unsafe.encryptBlock(words, expected);
        assertEquals(block, toHex(expected), `block ${number} of ${count}, key of ${size} bytes`);
      });
    }
  }
});

test("the keystream is put on what is there", () => {
  const below = seeded(38);
  const [key, nonce, text] = [randomBytes(below, 16), new Uint8Array(16), randomBytes(below, 200)];
  const plain = encrypted(key, nonce, 13).join("");
  bytes.set(text, INPUT);
  call("counter", INPUT, OUTPUT, text.length, NONCE, KEY, 10);
  const expected = fromHex(plain).slice(0, text.length).map((byte, i) => byte ^ text[i]!);
  assertEquals(toHex(bytes.slice(OUTPUT, OUTPUT + text.length)), toHex(expected));
});

/** So many blocks of the keystream. */
function encrypted(key: Uint8Array, nonce: Uint8Array, count: number): string[] {
  bytes.fill(0);
  bytes.set(key, KEY);
  bytes.set(nonce, NONCE);
  call("expandKey", KEY, key.length);
  call("counter", INPUT, OUTPUT, 16 * count, NONCE, KEY, key.length / 4 + 6);
  return Array.from({ length: count }, (_, i) => toHex(bytes.slice(OUTPUT + 16 * i, OUTPUT + 16 * i + 16)));
}
