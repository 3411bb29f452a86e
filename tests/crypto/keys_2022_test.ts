import { blake3 } from "@noble/hashes/blake3.js";
import { assert, assertEquals, test } from "#test";
import { identitySubkey, sessionSubkey } from "../../crypto/keys_2022.ts";
import { toHex } from "../vectors/hex.ts";
import { joined, randomBytes, seeded } from "./random.ts";

const DERIVATIONS = [
  { derive: sessionSubkey, context: "shadowsocks 2022 session subkey" },
  { derive: identitySubkey, context: "shadowsocks 2022 identity subkey" },
];

test("Keys of the 2022 edition are what BLAKE3 derives at once, whatever was derived before", () => {
  const below = seeded(0xb3);
  for (let i = 0; i < 300; i++) {
    const size = 16 * (1 + below(2));
    const [key, salt] = [randomBytes(below, size), randomBytes(below, below(4) === 0 ? 8 : size)];
    for (const { derive, context } of DERIVATIONS) {
      const expected = blake3(joined([key, salt]), { context: new TextEncoder().encode(context), dkLen: size });
      assertEquals(toHex(derive(key, salt)), toHex(expected));
    }
  }
});

test("A derived key is its owner's alone", () => {
  const [key, salt] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const first = sessionSubkey(key, salt);
  const text = toHex(first);
  const second = sessionSubkey(key, salt);
  first.fill(0);
  assertEquals(toHex(second), text);
  assert(toHex(identitySubkey(key, salt)) !== text, "the contexts do not differ");
});
