import { assertEquals, test } from "#test";
import { Body } from "../../../crypto/wasm/code.ts";
import { poly1305 } from "../../../crypto/wasm/poly1305.ts";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { randomBytes, seeded } from "../random.ts";
import { build } from "./built.ts";

const P = 2n ** 130n - 5n;
const [KEY, TAG, TEXT] = [0, 64, 1024];

const { bytes, call } = build({ tag: tagBody() });

/** `(from, to, key)`: makes the tag of whole blocks. */
function tagBody(): Body {
  const body = new Body(["i32", "i32", "i32"]);
  const [from, to, key] = [body.param(0).get, body.param(1).get, body.param(2).get];
  const tag = poly1305(body);
  body.add(tag.begin(key, from, to), tag.takeAll(to), tag.finish(key, TAG));
  return body;
}

/** The tag by the module; the text is whole blocks. */
function tagOf(key: Uint8Array, text: Uint8Array): string {
  bytes.set(key, KEY);
  bytes.set(text, TEXT);
  call("tag", TEXT, TEXT + text.length, KEY);
  return toHex(bytes.slice(TAG, TAG + 16));
}

/** The same by the sentences of RFC 8439 §2.5, in numbers of any size. */
function tagByHand(key: Uint8Array, text: Uint8Array): string {
  const r = number(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < text.length; at += 16) sum = (sum + number(text.subarray(at, at + 16)) + 2n ** 128n) * r % P;
  const tag = (sum + number(key.subarray(16))) % 2n ** 128n;
  return toHex(Uint8Array.from({ length: 16 }, (_, i) => Number(tag >> BigInt(8 * i) & 0xffn)));
}

/** Bytes as a number, the last one the greatest. */
function number(little: Uint8Array): bigint {
  return BigInt(`0x${toHex(little.slice().reverse())}`);
}

test("Poly1305 is what the RFC's sentences say, over random texts of every number of blocks", () => {
  const below = seeded(1305);
  for (let blocks = 1; blocks < 70; blocks++) {
    for (let round = 0; round < 8; round++) {
      const [key, text] = [randomBytes(below, 32), randomBytes(below, 16 * blocks)];
      assertEquals(tagOf(key, text), tagByHand(key, text), `${blocks} blocks`);
    }
  }
});

test("Poly1305 carries where every limb is as great as it can be", () => {
  const full = (size: number) => new Uint8Array(size).fill(0xff);
  for (let blocks = 1; blocks < 40; blocks++) {
    assertEquals(tagOf(full(32), full(16 * blocks)), tagByHand(full(32), full(16 * blocks)), `${blocks} blocks`);
  }
});

test("Poly1305 does what RFC 8439's edge cases want: sums at and around the prime", () => {
  // Appendix A.3, numbers 7 to 11 of its list: r, what is added at the end, the text, the tag.
  const cases = [
    ["02", "00", "ff".repeat(16), "03"],
    ["02", "ff".repeat(16), "02" + "00".repeat(15), "03"],
    ["01", "00", "ff".repeat(16) + "f0" + "ff".repeat(15) + "11" + "00".repeat(15), "05"],
    ["01", "00", "ff".repeat(16) + "fb" + "fe".repeat(15) + "01".repeat(16), "00"],
    ["02", "00", "fd" + "ff".repeat(15), "fa" + "ff".repeat(15)],
  ] as const;
  for (const [r, s, text, tag] of cases) {
    const key = fromHex(r.padEnd(32, "0") + s.padEnd(32, "0"));
    assertEquals(tagOf(key, fromHex(text)), tag.padEnd(32, "0"), text);
  }
});
