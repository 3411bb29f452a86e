import { assertEquals, assertThrows, test } from "#test";
import { aes } from "../../../crypto/legacy/aes.ts";
import { ctr } from "../../../crypto/legacy/modes.ts";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { BLOCKS, findStream, MODES } from "./ciphers.ts";
import { checkStream, transform } from "./streams.ts";

/** One vector, written in hexadecimal. */
function check(name: string, key: string, iv: string, plaintext: string, ciphertext: string): void {
  const make = findStream(name)!;
  checkStream({
    name,
    make: (direction) => make(fromHex(key), fromHex(iv), direction),
    plaintext: fromHex(plaintext),
    ciphertext: fromHex(ciphertext),
  });
}

const KEY = "2b7e151628aed2a6abf7158809cf4f3c";
const COUNTING = "000102030405060708090a0b0c0d0e0f";
const TEXT = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51";

test("CFB1 makes SP 800-38A F.3.1", () => check("aes-128-cfb1", KEY, COUNTING, "6bc1", "68b3"));

test("CFB8 makes SP 800-38A F.3.7", () => {
  check("aes-128-cfb8", KEY, COUNTING, TEXT.slice(0, 36), "3b79424c9c0dd436bace9e0ed4586a4f32b9");
});

test("CFB128 makes SP 800-38A F.3.13", () => {
  check("aes-128-cfb", KEY, COUNTING, TEXT, "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b");
});

test("OFB makes SP 800-38A F.4.1", () => {
  check("aes-128-ofb", KEY, COUNTING, TEXT, "3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed825");
});

test("CTR makes SP 800-38A F.5.1", () => {
  const counter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
  check("aes-128-ctr", KEY, counter, TEXT, "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff");
});

test("CFB64 makes the example of FIPS 81 with DES", () => {
  const text = "4e6f77206973207468652074696d6520666f7220616c6c20";
  check("des-cfb", "0123456789abcdef", "1234567890abcdef", text, "f3096249c7f46e51a69e839b1a92f78403467133898ea622");
});

test("Camellia in CFB1 and CFB8, which have no published vectors, makes what OpenSSL 3.0 makes", () => {
  const text = toHex(new TextEncoder().encode("The quick brown fox jumps over."));
  const key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  const made: Record<string, string> = {
    "camellia-128-cfb1": "ee7f80a3f83041cb1f21551fca95abfdd6dda11bf2508a0b0cfbe9663b4935",
    "camellia-128-cfb8": "f231799ba36c27a294537363c256784e7e6f9b1852b75f6916f89069b91de2",
    "camellia-192-cfb8": "3cafdd6e10fc2ff9f68051c420a6db27b9dde882dd9acb8764650cfa0b8db2",
    "camellia-256-cfb1": "c3751a62cdd300943431be71427dbd1b9ea2bbb625f91bc474b9a5665a6d53",
  };
  for (const [name, ciphertext] of Object.entries(made)) {
    const digits = Number(name.slice(9, 12)) / 4;
    check(name, key.slice(0, digits), "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", text, ciphertext);
  }
});

test("CTR carries through the whole block, and from all ones to zero", () => {
  const cipher = aes(fromHex(KEY));
  const counters = ["00000000ffffffffffffffffffffffff", "ffffffffffffffffffffffffffffffff"];
  const next = ["00000001000000000000000000000000", "00000000000000000000000000000000"];
  counters.forEach((counter, i) => {
    const keystream = transform(ctr(cipher, fromHex(counter)), new Uint8Array(32));
    const blocks = fromHex(counter + next[i]!);
    cipher.encryptBlock(blocks.subarray(0, 16));
    cipher.encryptBlock(blocks.subarray(16));
    assertEquals(toHex(keystream), toHex(blocks));
  });
});

test("A mode refuses an initial vector that is not one block long", () => {
  for (const mode of Object.values(MODES)) {
    assertThrows(
      () => mode(BLOCKS.des!(new Uint8Array(8)), new Uint8Array(16), "encrypt"),
      RangeError,
      "16 bytes, not 8",
    );
  }
});

test("A stream keeps its own copy of the initial vector, and leaves the caller's alone", () => {
  for (const mode of Object.values(MODES)) {
    const iv = fromHex(COUNTING);
    const expected = toHex(transform(mode(aes(fromHex(KEY)), iv, "encrypt"), fromHex(TEXT)));
    assertEquals(toHex(iv), COUNTING);
    const stream = mode(aes(fromHex(KEY)), iv, "encrypt");
    iv.fill(0);
    assertEquals(toHex(transform(stream, fromHex(TEXT))), expected);
  }
});

test("A stream refuses an out that is too short, and any use after its close", () => {
  for (const name of ["aes-128-cfb", "aes-128-cfb8", "aes-128-cfb1", "aes-128-ofb", "aes-128-ctr", "rc4", "table"]) {
    const stream = findStream(name)!(fromHex(KEY), fromHex(COUNTING), "encrypt");
    assertThrows(() => stream.update(new Uint8Array(3), new Uint8Array(2)), RangeError, "3 bytes");
    stream.close();
    stream.close();
    assertThrows(() => stream.update(new Uint8Array(1), new Uint8Array(1)), Error, "the stream is closed");
  }
});
