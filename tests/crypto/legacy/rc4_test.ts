import { assert, assertEquals, assertThrows, readVectors, test } from "#test";
import { rc4 } from "../../../crypto/legacy/rc4.ts";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { parseStanzas, valueOf } from "../../vectors/stanzas.ts";
import { checkStream, transform } from "./streams.ts";

test("RC4 makes the first bytes of RFC 6229 section 2", () => {
  const [key, keystream] = [fromHex("0102030405"), fromHex("b2396305f03dc027ccc3524a0a1118a8")];
  checkStream({ name: "40 bits", make: () => rc4(key), plaintext: new Uint8Array(16), ciphertext: keystream });
});

for (const file of ["arc4", ...[40, 56, 64, 80, 128, 192, 256].map((bits) => `rfc-6229-${bits}`)]) {
  test(`RC4's published keystreams hold: ${file}`, () => {
    const text = readVectors(`cryptography_vectors/ARC4/${file}.txt`);
    if (text === null) return;
    const vectors = parseStanzas(text).filter((vector) => vector.count);
    assert(vectors.length > 0);
    for (const vector of vectors) {
      const [key, offset] = [fromHex(valueOf(vector, "key")), Number(valueOf(vector, "offset"))];
      const ciphertext = valueOf(vector, "ciphertext").toLowerCase();
      const plaintext = fromHex(valueOf(vector, "plaintext"));
      const input = new Uint8Array(offset + plaintext.length);
      input.set(plaintext, offset);
      assertEquals(toHex(transform(rc4(key), input).subarray(offset)), ciphertext);
      assertEquals(toHex(transform(rc4(key), input, [offset >> 1, offset]).subarray(offset)), ciphertext);
    }
  });
}

test("RC4 refuses an empty key and one of more than 256 bytes", () => {
  assertThrows(() => rc4(new Uint8Array(0)), RangeError, "0 bytes");
  assertThrows(() => rc4(new Uint8Array(257)), RangeError, "257 bytes");
});
