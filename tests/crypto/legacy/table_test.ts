import { assertEquals, readVectors, test } from "#test";
import { createHash } from "node:crypto";
import { table } from "../../../crypto/legacy/table.ts";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { checkStream, transform } from "./streams.ts";

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** A password as its bytes. */
function bytes(password: string): Uint8Array {
  return new TextEncoder().encode(password);
}

test("The table of a password is the one that other implementations make", () => {
  const encrypted = transform(table(bytes("test"), "encrypt"), ALL_BYTES);
  assertEquals(toHex(encrypted.subarray(0, 16)), "14a966d04133bddc59d528dfa7809f8e");
  assertEquals(createHash("md5").update(encrypted).digest("hex"), "18534e5360f09c5a2f07544da94b364f");
  const other = transform(table(bytes("foobar!"), "encrypt"), ALL_BYTES);
  assertEquals([...other.subarray(0, 10)], [60, 53, 84, 138, 217, 94, 88, 23, 39, 242]);
});

test("The published tables hold, both ways", () => {
  const text = readVectors("table.json");
  if (text === null) return;
  const { tests, encrypt }: {
    tests: { password: string; encrypt_table: number[]; decrypt_table: number[] }[];
    encrypt: { password: string; plaintext_utf8: string; ciphertext: string }[];
  } = JSON.parse(text);
  for (const { password, encrypt_table, decrypt_table } of tests) {
    assertEquals([...transform(table(bytes(password), "encrypt"), ALL_BYTES)], encrypt_table, password);
    assertEquals([...transform(table(bytes(password), "decrypt"), ALL_BYTES)], decrypt_table, password);
  }
  for (const { password, plaintext_utf8, ciphertext } of encrypt) {
    checkStream({
      name: password,
      make: (direction) => table(bytes(password), direction),
      plaintext: bytes(plaintext_utf8),
      ciphertext: fromHex(ciphertext),
    });
  }
});

test("A table that the cache has dropped is made again the same", () => {
  const first = toHex(transform(table(bytes("first"), "encrypt"), ALL_BYTES));
  for (let i = 0; i < 20; i++) table(bytes(`other ${i}`), "encrypt").close();
  assertEquals(toHex(transform(table(bytes("first"), "encrypt"), ALL_BYTES)), first);
});
