import { assertEquals, readVectors, test } from "#test";
import { blake3 } from "@noble/hashes/blake3.js";
import { identityHash, identitySubkey, sessionSubkey } from "../../crypto/keys_2022.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { counting, withScript } from "./scripted_random.ts";
import { byteByByte, openAll, sealAll, splitAt } from "./streams.ts";
import { client2022, SERVED_2022, server2022 } from "./served_2022.ts";
import { joined } from "./random.ts";

/** Type 3, "example.com", port 443. */
const TARGET = fromHex("030b6578616d706c652e636f6d01bb");
const HELLO = new TextEncoder().encode("hello");
const WORLD = new TextEncoder().encode("world");
const REQUEST_SALT = counting(16, 0x10);
const RESPONSE_SALT = counting(16, 0x30);

/** Under the key 00, 01 … at 1,700,000,000: target and "hello" without padding, and "world". */
const REQUEST = "101112131415161718191a1b1c1d1e1ff62b42ac395d4aead07a65d09471860919e806ee8ea58821dd5f47e19e0c3dc0" +
  "253175322489f04f22537d6f54e5b97792368df2feae5fe02982aee765edb35a70";
const RESPONSE = "303132333435363738393a3b3c3d3e3f186a24e29218b83c6537e1cb2c04eb99c3930dec57bfa96bddc24aacd3ebe2fb" +
  "ef4f8ef7715937cb024559f0b66fc5932c8645cabc2e432642803b373944fff5";

test("The session subkeys of 2022 are those that were published, for keys of 16 and of 32 bytes", () => {
  assertEquals(toHex(sessionSubkey(counting(16), REQUEST_SALT)), "bc32fb8d5205f7b84f9691dfb9f04ff3");
  assertEquals(toHex(sessionSubkey(counting(16), RESPONSE_SALT)), "bd121aaf02d2c85e4f1e8f510871b752");
  const long = "374fca03e4dae7f998fd7e59c1edfcc8e3197f4db1c19ca1671be3b66a92ddda";
  assertEquals(toHex(sessionSubkey(counting(32), counting(32, 0x20))), long);
  assertEquals(toHex(sessionSubkey(counting(16), counting(8, 1))), "b8473b44792f673ee36a405dfa755cc4");
});

test("What identity headers are made of is as published, and no input is changed", () => {
  const [key, salt] = [counting(16, 0x64), counting(16, 0x10)];
  assertEquals(toHex(identityHash(counting(16))), "a6a492965517a830cb75fdb713465aa4");
  assertEquals(toHex(identitySubkey(key, salt)), "c092d39d9a6c3566cf76235b1cbc4731");
  assertEquals([toHex(key), toHex(salt)], [toHex(counting(16, 0x64)), toHex(counting(16, 0x10))]);
});

/** The part of BLAKE3's own vectors that is used. */
interface Blake3Vectors {
  readonly context_string: string;
  readonly cases: readonly { readonly input_len: number; readonly hash: string; readonly derive_key: string }[];
}

test("BLAKE3 hashes and derives keys as its authors published", () => {
  const text = readVectors("blake3/test_vectors.json");
  if (text === null) return;
  const { context_string: name, cases }: Blake3Vectors = JSON.parse(text);
  const context = new TextEncoder().encode(name);
  for (const { input_len: size, hash, derive_key: key } of cases) {
    const input = Uint8Array.from({ length: size }, (_, i) => i % 251);
    const dkLen = hash.length / 2;
    assertEquals(toHex(blake3(input, { dkLen })), hash, `${size} bytes`);
    assertEquals(toHex(blake3(input, { context, dkLen })), key, `${size} bytes`);
  }
  assertEquals(cases.length, 35);
});

for (const served of SERVED_2022.filter(({ row }) => row.name === "2022-blake3-aes-128-gcm")) {
  test(`${served.title} seals request and response to the published streams`, () => {
    const { opener, sealer } = client2022(served).outbound(TARGET);
    assertEquals(toHex(withScript([REQUEST_SALT], () => sealAll(sealer, [HELLO]))), REQUEST);
    const near = server2022(served).inbound("");
    assertEquals(toHex(openAll(near.opener, [fromHex(REQUEST)])), toHex(joined([TARGET, HELLO])));
    assertEquals(toHex(withScript([RESPONSE_SALT], () => sealAll(near.sealer, [WORLD]))), RESPONSE);
    assertEquals(toHex(openAll(opener, [fromHex(RESPONSE)])), toHex(WORLD));
  });

  test(`${served.title} opens the published streams split at every byte behind the head, and byte by byte`, () => {
    const [request, response] = [fromHex(REQUEST), fromHex(RESPONSE)];
    for (let at = 16 + 27; at <= request.length; at++) {
      const { opener } = server2022(served).inbound("");
      assertEquals(toHex(openAll(opener, splitAt(request, at))), toHex(joined([TARGET, HELLO])), `split at ${at}`);
    }
    const slowly = [request.subarray(0, 43), ...byteByByte(request.subarray(43))];
    assertEquals(openAll(server2022(served).inbound("").opener, slowly).length, 20);
    for (let at = 16 + 43; at <= response.length; at++) {
      const { opener, sealer } = client2022(served).outbound(TARGET);
      withScript([REQUEST_SALT], () => sealAll(sealer, [HELLO]));
      assertEquals(toHex(openAll(opener, splitAt(response, at))), toHex(WORLD), `split at ${at}`);
    }
  });

  test(`${served.title} puts the published identity header between salt and fixed header`, () => {
    const keys = [counting(16, 0x64), counting(16)];
    const { opener, sealer } = client2022(served, { keys }).outbound(TARGET);
    const sealed = withScript([REQUEST_SALT], () => sealAll(sealer, [HELLO]));
    opener.close();
    const [salt, rest] = [REQUEST.slice(0, 32), REQUEST.slice(32)];
    assertEquals(toHex(sealed), `${salt}cc549fdb668d03fb1b3b23f076cd09ef${rest}`);
  });
}

for (const { row } of SERVED_2022.filter(({ provider }) => provider.name === "noble")) {
  test(`${row.name} makes the same streams of the same randomness by every provider`, () => {
    const salts = [counting(row.saltSize, 1), counting(row.saltSize, 101)];
    const streams = SERVED_2022.filter((served) => served.row === row).map((served) => {
      const far = client2022(served).outbound(TARGET);
      const near = server2022(served).inbound("");
      const up = withScript(salts.slice(0, 1), () => sealAll(far.sealer, [HELLO, WORLD]));
      openAll(near.opener, [up]);
      const down = withScript(salts.slice(1), () => sealAll(near.sealer, [WORLD, HELLO]));
      assertEquals(toHex(openAll(far.opener, [down])), toHex(joined([WORLD, HELLO])));
      return toHex(up) + toHex(down);
    });
    assertEquals(new Set(streams).size, 1);
  });
}
