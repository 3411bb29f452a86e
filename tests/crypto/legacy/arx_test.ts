import { assertEquals, assertThrows, readVectors, test } from "#test";
import { chacha20 as nobleChacha20, chacha20orig } from "@noble/ciphers/chacha.js";
import { salsa20 as nobleSalsa20 } from "@noble/ciphers/salsa.js";
import { createHash } from "node:crypto";
import { arxStream } from "../../../crypto/legacy/arx.ts";
import { chacha20, chacha20Ietf, xchacha20 } from "../../../crypto/legacy/chacha.ts";
import { salsa20 } from "../../../crypto/legacy/salsa.ts";
import type { StreamTransform } from "../../../crypto/types.ts";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { parseStanzas, valueOf } from "../../vectors/stanzas.ts";
import { checkStream, transform } from "./streams.ts";

/** Zeros encrypted and decrypted, in every way, to and from the keystream written in hexadecimal. */
function checkKeystream(name: string, make: () => StreamTransform, keystream: string): void {
  checkStream({ name, make, plaintext: new Uint8Array(keystream.length / 2), ciphertext: fromHex(keystream) });
}

const ZEROS = new Uint8Array(32);

test("Salsa20 makes ECRYPT's set 1, vector 0", () => {
  const key = fromHex("80" + "00".repeat(31));
  checkKeystream(
    "salsa20",
    () => salsa20(key, ZEROS.subarray(0, 8)),
    "e3be8fdd8beca2e3ea8ef9475b29a6e7003951e1097a5c38d23b7a5fad9f6844b22c97559e2723c7cbbd3fe4fc8d9a0744652a83e72a9c461876af4d7ef1a117",
  );
});

test("Both ChaCha20s make RFC 8439 appendix A.1, vectors 1 and 2", () => {
  const keystream =
    "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586" +
    "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f";
  checkKeystream("chacha20", () => chacha20(ZEROS, ZEROS.subarray(0, 8)), keystream);
  checkKeystream("chacha20-ietf", () => chacha20Ietf(ZEROS, ZEROS.subarray(0, 12)), keystream);
});

test("The two ChaCha20s differ in where the nonce stands", () => {
  const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const padded = Uint8Array.of(0, 0, 0, 0, ...nonce);
  const original = transform(chacha20(ZEROS, nonce), new Uint8Array(100));
  assertEquals(toHex(transform(chacha20Ietf(ZEROS, padded), new Uint8Array(100))), toHex(original));
});

test("XChaCha20 makes draft-irtf-cfrg-xchacha-03 appendix A.3.2.1", () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
  const nonce = Uint8Array.from({ length: 24 }, (_, i) => i < 23 ? 0x40 + i : 0x58);
  const plaintext = new TextEncoder().encode('The dhole (pronounced "dole") is also kn');
  const ciphertext = fromHex("4559abba4e48c16102e8bb2c05e6947f50a786de162f9b0b7e592a9b53d0d4e98d8d6410d540a1a6");
  checkStream({ name: "xchacha20", make: () => xchacha20(key, nonce), plaintext, ciphertext });
});

test("ECRYPT's 412 windows of Salsa20 hold", () => {
  const text = readVectors("salsa20-ecrypt-256.json");
  if (text === null) return;
  const { tests }: { tests: { key: string; iv: string; pos: number; keystream: string }[] } = JSON.parse(text);
  for (const { key, iv, pos, keystream } of tests) {
    const made = transform(salsa20(fromHex(key), fromHex(iv)), new Uint8Array(pos + 64), [pos]);
    assertEquals(toHex(made.subarray(pos)), keystream, `${key} at ${pos}`);
  }
});

test("The published vectors of the original ChaCha20 hold", () => {
  const text = readVectors("chacha20-djb-64bit-nonce.json");
  if (text === null) return;
  const { tests }: { tests: { key: string; iv: string; plaintext: string; ciphertext: string }[] } = JSON.parse(text);
  for (const { key, iv, plaintext, ciphertext } of tests) {
    checkStream({
      name: "chacha20",
      make: () => chacha20(fromHex(key), fromHex(iv)),
      plaintext: fromHex(plaintext),
      ciphertext: fromHex(ciphertext),
    });
  }
});

test("RFC 8439's appendix A.2 holds, from blocks in the middle too", () => {
  const text = readVectors("cryptography_vectors/ChaCha20/rfc7539.txt");
  for (const vector of parseStanzas(text ?? "").filter((vector) => vector.count)) {
    const [key, nonce] = [fromHex(valueOf(vector, "key")), fromHex(valueOf(vector, "nonce"))];
    checkStream({
      name: "chacha20-ietf",
      make: () => arxStream(nobleChacha20, key, nonce, Number(valueOf(vector, "initial_block_counter"))),
      plaintext: fromHex(valueOf(vector, "plaintext")),
      ciphertext: fromHex(valueOf(vector, "ciphertext")),
    });
  }
});

test("StableLib's vectors of ChaCha20 hold", () => {
  const text = readVectors("stablelib/stablelib_chacha20.json");
  if (text === null) return;
  const tests: { key: string; nonce: string; stream: string }[] = JSON.parse(text);
  for (const { key, nonce, stream } of tests) {
    checkKeystream("chacha20", () => chacha20(fromHex(key), fromHex(nonce)), stream);
  }
});

test("StableLib's long Salsa20 streams hold, by the XOR of all their blocks", () => {
  const text = readVectors("stablelib/stablelib_salsa20.json");
  if (text === null) return;
  const tests: { key: string; nonce: string; length: number; digest: string }[] = JSON.parse(text);
  for (const { key, nonce, length, digest } of tests) {
    const stream = transform(salsa20(fromHex(key), fromHex(nonce)), new Uint8Array(length), [1, 1000, 65537]);
    const sum = new Uint8Array(64);
    stream.forEach((byte, at) => sum[at % 64]! ^= byte);
    assertEquals(toHex(sum), digest);
  }
});

test("libsodium's ChaCha20 lines hold", () => {
  const lines = readVectors("libsodium/chacha20.exp")?.split("\n").map((line) => line.slice(1, -1));
  if (!lines) return;
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  const nonce = Uint8Array.from({ length: 8 }, (_, i) => i);
  checkKeystream("first line", () => chacha20(ZEROS, ZEROS.subarray(0, 8)), lines[0]!);
  checkKeystream("fifth line", () => chacha20(key, nonce), lines[4]!);
  // The thirtieth is 160 letters B encrypted, the thirty-second the same from the second block on.
  const letters = new Uint8Array(160).fill(0x42);
  checkStream({ name: "B", make: () => chacha20(key, nonce), plaintext: letters, ciphertext: fromHex(lines[28]!) });
  const second = () => arxStream(chacha20orig, key, nonce, 1);
  checkStream({ name: "BB", make: second, plaintext: letters, ciphertext: fromHex(lines[30]!) });
});

test("libsodium's Salsa20 stream of four million bytes holds", () => {
  const line = readVectors("libsodium/stream.exp")?.split("\n")[0];
  const start = readVectors("libsodium/stream3.exp")?.match(/(?<=0x)../g)?.join("");
  if (line === undefined || start === undefined) return;
  // The second key of NaCl's tests, and the end of their nonce.
  const key = fromHex("dc908dda0b9344a953629b733820778880f3ceb421bb61b91cbd4c3e66256ce4");
  const stream = transform(salsa20(key, fromHex("8219e0036b7a0b37")), new Uint8Array(4194304), [100000]);
  assertEquals(createHash("sha256").update(stream).digest("hex"), line);
  assertEquals(toHex(stream.subarray(0, 32)), start);
});

test("A stream that would count past 32 bits throws, and is as it was before", () => {
  for (const cipher of [nobleSalsa20, chacha20orig]) {
    const make = () => arxStream(cipher, ZEROS, ZEROS.subarray(0, 8), 2 ** 32 - 3);
    const two = transform(make(), new Uint8Array(128));
    const stream = make();
    const first = new Uint8Array(100);
    stream.update(first, first);
    const rest = new Uint8Array(29);
    assertThrows(() => stream.update(rest, rest), RangeError, "block counter");
    assertEquals(toHex(rest), "00".repeat(29));
    const second = new Uint8Array(28);
    stream.update(second, second);
    assertEquals(toHex(first) + toHex(second), toHex(two));
    assertThrows(() => stream.update(rest.subarray(28), rest), RangeError, "block counter");
  }
});

test("The stream ciphers refuse keys and nonces of wrong lengths", () => {
  for (const make of [salsa20, chacha20, chacha20Ietf, xchacha20]) {
    assertThrows(() => make(new Uint8Array(16), new Uint8Array(8)), RangeError, "16 bytes");
    assertThrows(() => make(ZEROS, new Uint8Array(7)), RangeError, "the nonce 7");
  }
});

test("A closed stream throws, and wipes copies only", () => {
  const key = ZEROS.slice().fill(7);
  const stream = xchacha20(key, ZEROS.subarray(0, 24));
  stream.close();
  assertThrows(() => stream.update(new Uint8Array(1), new Uint8Array(1)), Error, "the stream is closed");
  assertEquals(toHex(key), "07".repeat(32));
});
