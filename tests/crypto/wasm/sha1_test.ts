import { assertEquals, test } from "#test";
import { sha1 as nobleSha1 } from "@noble/hashes/legacy.js";
import { wasmSha1 } from "../../../crypto/providers/wasm_sha1.ts";
import { toHex } from "../../vectors/hex.ts";
import { randomBytes, seeded } from "../random.ts";

/** The start of SHA-1 (FIPS 180-4 §5.3.1). */
const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

const sha1 = wasmSha1();

/** The hash of a message by blocks. */
function hashed(message: Uint8Array): string {
  const blocks = Math.ceil((message.length + 9) / 64);
  const padded = new Uint8Array(64 * blocks);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, 8 * message.length);
  sha1.state.set(INITIAL);
  for (let at = 0; at < padded.length; at += 64) {
    sha1.block.set(padded.subarray(at, at + 64));
    sha1.transform();
  }
  return [...sha1.state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

test("SHA-1 by WebAssembly makes the standard's hashes", () => {
  const text = (words: string) => new TextEncoder().encode(words);
  assertEquals(hashed(text("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  assertEquals(
    hashed(text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
    "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
  );
});

test("SHA-1 by WebAssembly makes the library's hashes of any bytes, and does not change the block", () => {
  const below = seeded(180);
  for (let size = 0; size < 300; size++) {
    const message = randomBytes(below, size);
    assertEquals(hashed(message), toHex(nobleSha1(message)), `${size} bytes`);
  }
  const block = toHex(sha1.block);
  sha1.transform();
  assertEquals(toHex(sha1.block), block);
});
