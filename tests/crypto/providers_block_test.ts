import { assert, assertEquals, assertThrows, test } from "#test";
import { hchacha as nobleHchacha } from "@noble/ciphers/chacha.js";
import { chacha12, chacha8 } from "@noble/ciphers/chacha.js";
import type { AeadName } from "../../crypto/methods.ts";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { hchacha } from "../../crypto/providers/hchacha.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { passesBlockTest } from "../../crypto/providers/self_test.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { randomBytes, seeded } from "./random.ts";
import { INSTALLED, makerOf } from "./served.ts";

const makers = await Promise.all(INSTALLED.map(async (provider) => (await loadProvider(provider)).aesBlock));

/** FIPS 197, appendix C, and the first blocks of SP 800-38A, F.1.1 and F.1.5. */
const AES = [
  ["000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a"],
  [
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    "00112233445566778899aabbccddeeff",
    "8ea2b7ca516745bfeafc49904b496089",
  ],
  ["2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a", "3ad77bb40d7a3660a89ecaf32466ef97"],
  [
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
    "6bc1bee22e409f96e93d7e117393172a",
    "f3eed1bdb5d2a03c064b5a7e3db181f8",
  ],
] as const;

for (const [i, make] of makers.entries()) {
  const provider = INSTALLED[i]!;

  test(`AES blocks by ${provider} are the published ones, both ways, in any order and place`, () => {
    for (const [key, plain, made] of AES) {
      const aes = make(fromHex(key));
      const memory = new Uint8Array(64).fill(0xa5);
      for (const shift of [0, 1, 3, 8, 17]) {
        const block = memory.subarray(shift, shift + 16);
        block.set(fromHex(plain));
        for (let round = 0; round < 3; round++) {
          aes.encrypt(block);
          assertEquals(toHex(block), made);
          aes.decrypt(block);
          assertEquals(toHex(block), plain);
        }
        aes.decrypt(block);
        aes.encrypt(block);
        assertEquals(toHex(block), plain);
        block.fill(0xa5);
        assert(memory.every((byte) => byte === 0xa5));
      }
      aes.close();
    }
    assertEquals(passesBlockTest(make), true);
  });

  test(`AES blocks by ${provider} refuse other lengths and use after their close`, () => {
    for (const size of [0, 8, 15, 17, 24, 31, 33]) {
      assertThrows(() => make(new Uint8Array(size)), RangeError, `got ${size}`);
    }
    const before = liveCiphers();
    const key = new Uint8Array(16);
    const [used, unused] = [make(key), make(key)];
    const block = new Uint8Array(16);
    used.encrypt(block);
    const first = toHex(block);
    for (const size of [0, 15, 17, 32]) {
      assertThrows(() => used.encrypt(new Uint8Array(size)), RangeError, `got ${size}`);
      assertThrows(() => used.decrypt(new Uint8Array(size)), RangeError, `got ${size}`);
    }
    for (const aes of [used, unused]) {
      aes.close();
      aes.close();
      assertThrows(() => aes.encrypt(block), Error, "closed");
      assertThrows(() => aes.decrypt(block), Error, "closed");
    }
    assertEquals(toHex(block), first);
    assertEquals(liveCiphers(), before);
  });
}

test("AES blocks are the same by every provider", () => {
  const below = seeded(5);
  for (const keySize of [16, 32]) {
    const key = randomBytes(below, keySize);
    const all = makers.map((make) => make(key));
    for (let i = 0; i < 300; i++) {
      const block = randomBytes(below, 16);
      const step = below(2) === 0 ? "encrypt" : "decrypt";
      const made = all.map((aes) => {
        const own = block.slice();
        aes[step](own);
        return toHex(own);
      });
      assertEquals(new Set(made).size, 1);
    }
    all.forEach((aes) => aes.close());
  }
});

test("A block cipher that errs does not pass the self-test", () => {
  const passing = { encrypt() {}, decrypt() {}, close() {} };
  assertEquals(passesBlockTest(() => passing), false);
  assertEquals(
    passesBlockTest(() => {
      throw new Error("expected");
    }),
    false,
  );
});

test("HChaCha20 makes the draft's key, and the same ones as @noble/ciphers", () => {
  const out = new Uint8Array(32);
  // draft-irtf-cfrg-xchacha-03 §2.2.1
  hchacha(Uint8Array.from({ length: 32 }, (_, i) => i), fromHex("000000090000004a0000000031415927"), 20, out);
  assertEquals(toHex(out), "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
  const below = seeded(9);
  for (let i = 0; i < 50; i++) {
    const [key, nonce] = [randomBytes(below, 32), randomBytes(below, 24)];
    hchacha(key, nonce, 20, out);
    const words = new Uint32Array(8);
    nobleHchacha(wordsOf(SIGMA), wordsOf(key), wordsOf(nonce.subarray(0, 16)), words);
    assertEquals(toHex(out), toHex(new Uint8Array(words.buffer)));
  }
});

test("HChaCha8 and HChaCha12 are blocks of ChaCha8 and ChaCha12 without the sum at their end", () => {
  const below = seeded(11);
  for (const [rounds, chacha] of [[8, chacha8], [12, chacha12]] as const) {
    const [key, nonce] = [randomBytes(below, 32), randomBytes(below, 16)];
    const block = wordsOf(
      chacha(key, nonce.subarray(4), new Uint8Array(64), undefined, wordsOf(nonce)[0]! & 0x7fffffff),
    );
    nonce[3]! &= 0x7f;
    const [sigma, last] = [wordsOf(SIGMA), wordsOf(nonce)];
    const words = Uint32Array.from(
      { length: 8 },
      (_, i) => i < 4 ? block[i]! - sigma[i]! : block[8 + i]! - last[i - 4]!,
    );
    const out = new Uint8Array(32);
    hchacha(key, nonce, rounds, out);
    assertEquals(toHex(out), toHex(new Uint8Array(words.buffer)));
  }
});

test("ChaCha8 and ChaCha12 encrypt with their published keystreams", async () => {
  // draft-strombergson-chacha-test-vectors-01, TC1: the second block, since the first one makes the tag's key.
  const published: [AeadName, string][] = [
    [
      "chacha8-poly1305",
      "d2aefa0deaa5c151bf0adb6c01f2a5adc0fd581259f9a2aadcf20f8fd566a26b5032ec38bbc5da98ee0c6f568b872a65a08abf251deb21bb" +
      "4b56e5d8821e68aa",
    ],
    [
      "chacha12-poly1305",
      "0bd58841203e74fe86fc71338ce0173dc628ebb719bdcbcc151585214cc089b442258dcda14cf111c602b8971b8cc843e91e46ca905151c0" +
      "2744a6b017e69316",
    ],
  ];
  for (const [name, keystream] of published) {
    const aead = (await makerOf({ name, provider: "noble" }))(new Uint8Array(32));
    const sealed = new Uint8Array(80);
    aead.seal(new Uint8Array(12), new Uint8Array(64), sealed);
    aead.close();
    assertEquals(toHex(sealed.subarray(0, 64)), keystream);
  }
});

const SIGMA = new TextEncoder().encode("expand 32-byte k");

/** The bytes as words. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}
