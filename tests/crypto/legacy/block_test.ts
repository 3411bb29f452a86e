import { assertEquals, assertThrows, readVectors, test } from "#test";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { parseStanzas, valueOf } from "../../vectors/stanzas.ts";
import { BLOCKS } from "./ciphers.ts";

/** One block encrypted by the cipher of that name. */
function encrypt(name: string, key: string, plaintext: string): string {
  const cipher = BLOCKS[name]!(fromHex(key));
  const out = fromHex(plaintext);
  for (let at = 0; at < out.length; at += cipher.blockSize) {
    cipher.encryptBlock(out.subarray(at, at + cipher.blockSize));
  }
  return toHex(out);
}

test("AES encrypts the examples of FIPS 197 appendix C", () => {
  const plaintext = "00112233445566778899aabbccddeeff";
  const key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  assertEquals(encrypt("aes", key.slice(0, 32), plaintext), "69c4e0d86a7b0430d8cdb78070b4c55a");
  assertEquals(encrypt("aes", key.slice(0, 48), plaintext), "dda97ca4864cdfe06eaf70a0ec0d7191");
  assertEquals(encrypt("aes", key, plaintext), "8ea2b7ca516745bfeafc49904b496089");
});

test("Camellia encrypts the examples of RFC 3713 appendix A", () => {
  const plaintext = "0123456789abcdeffedcba9876543210";
  const key = "0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff";
  assertEquals(encrypt("camellia", key.slice(0, 32), plaintext), "67673138549669730857065648eabe43");
  assertEquals(encrypt("camellia", key.slice(0, 48), plaintext), "b4993401b3e996f84ee5cee7d79b09b9");
  assertEquals(encrypt("camellia", key, plaintext), "9acc237dff16d76c20ef7c919e3a7509");
});

test("Blowfish encrypts zeros under zeros as its author's vectors say", () => {
  assertEquals(encrypt("bf", "0000000000000000", "0000000000000000"), "4ef997456198dd78");
});

test("CAST5 encrypts the example of RFC 2144 appendix B.1", () => {
  assertEquals(encrypt("cast5", "0123456712345678234567893456789a", "0123456789abcdef"), "238b4fe5847e44b2");
});

test("DES encrypts as its published vectors say, whatever the parity bits of the key", () => {
  assertEquals(encrypt("des", "0000000000000000", "0000000000000000"), "8ca64de9c1b123a7");
  assertEquals(encrypt("des", "0101010101010101", "0000000000000000"), "8ca64de9c1b123a7");
  assertEquals(encrypt("des", "fedcba9876543210", "0123456789abcdef"), "ed39d950fa74bcc4");
});

test("IDEA encrypts the example of its author's thesis", () => {
  assertEquals(encrypt("idea", "00010002000300040005000600070008", "0000000100020003"), "11fbed2b01986de5");
});

test("RC2 encrypts the example of RFC 2268 section 5 that has 128 effective bits", () => {
  assertEquals(encrypt("rc2", "88bca90e90875a7f0f79c384627bafb2", "0000000000000000"), "2269552ab0f85ca6");
});

test("SEED encrypts the examples of RFC 4269 appendix B", () => {
  const counting = "000102030405060708090a0b0c0d0e0f";
  const zeros = "00000000000000000000000000000000";
  assertEquals(encrypt("seed", zeros, counting), "5ebac6e0054e166819aff1cc6d346cdb");
  assertEquals(encrypt("seed", counting, zeros), "c11f22f20140505084483597e4370f43");
});

test("Every block cipher encrypts OpenSSL's ECB vectors", () => {
  for (
    const [family, file] of Object.entries({ aes: "aes_common", ...sameNames("bf camellia cast5 des idea rc2 seed") })
  ) {
    const text = readVectors(`openssl/evpciph_${file}.txt`);
    if (text === null) return;
    let checked = 0;
    for (const vector of parseStanzas(text)) {
      if (!vector.cipher?.endsWith("-ECB")) continue;
      if (vector.keybits || (family === "cast5" && vector.key?.length !== 32)) continue; // shorter than they are here
      checked++;
      const made = encrypt(family, valueOf(vector, "key"), valueOf(vector, "plaintext"));
      assertEquals(made, valueOf(vector, "ciphertext").toLowerCase(), `${vector.cipher} ${vector.key}`);
    }
    assertEquals(checked > 0, true, family);
  }
});

test("SEED encrypts the vectors of RFC 4269 as pyca gives them", () => {
  const text = readVectors("cryptography_vectors/SEED/rfc-4269.txt");
  for (const vector of parseStanzas(text ?? "")) {
    const made = encrypt("seed", valueOf(vector, "key"), valueOf(vector, "plaintext"));
    assertEquals(made, valueOf(vector, "ciphertext").toLowerCase());
  }
});

test("AES encrypts the blocks of SP 800-38A section F.1", () => {
  const text = readVectors("stablelib/nist_800_38a.json");
  if (text === null) return;
  const vectors: { cipher: string; key: string; blocks: { plaintext: string; ciphertext: string }[] }[] = JSON.parse(
    text,
  );
  for (const { key, blocks } of vectors.filter(({ cipher }) => cipher === "ecb")) {
    for (const block of blocks) assertEquals(encrypt("aes", key, block.plaintext), block.ciphertext);
  }
});

test("A key of a wrong length is refused with its length, not with its bytes", () => {
  for (const [name, make] of Object.entries(BLOCKS)) {
    for (const length of [0, ["bf", "rc2"].includes(name) ? 129 : 17]) {
      const error = assertThrows(() => make(new Uint8Array(length).fill(0x5a)), RangeError, `${length} bytes`);
      assertEquals(/5a|90/.test(error.message), false);
    }
  }
});

/** Each word as its own value. */
function sameNames(words: string): Record<string, string> {
  return Object.fromEntries(words.split(" ").map((word) => [word, word]));
}
