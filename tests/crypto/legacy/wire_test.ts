import { assertEquals, readVectors, test } from "#test";
import { createHash } from "node:crypto";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { findStream } from "./ciphers.ts";
import { checkStream } from "./streams.ts";

/** One method's bytes on the wire: the initial vector, then the ciphertext. */
interface Wire {
  method: string;
  password: string;
  key: string;
  iv: string;
  plaintext: string;
  wire: string;
}

test("The ciphers make the bytes that other implementations put on the wire, for every stream method", () => {
  const text = readVectors("ss-stream-wire.json");
  if (text === null) return;
  const { tests }: { tests: Wire[] } = JSON.parse(text);
  const missing = tests.filter((wire) => !checkWire(wire)).map((wire) => wire.method);
  assertEquals(missing, ["xsalsa20"]); // no method of ours
});

/** False when the cipher is not here. */
function checkWire({ method, password, key, iv, plaintext, wire }: Wire): boolean {
  // rc4-md5 is RC4 under a digest of key and initial vector; `table` has the password for its key.
  const make = findStream(method.replace("-md5", ""));
  if (!make) return false;
  let secret = fromHex(key);
  if (method === "rc4-md5") secret = new Uint8Array(createHash("md5").update(fromHex(key + iv)).digest());
  if (method === "table") secret = new TextEncoder().encode(password);
  assertEquals(wire.slice(0, iv.length), iv);
  checkStream({
    name: method,
    make: (direction) => make(secret, fromHex(iv), direction),
    plaintext: fromHex(plaintext),
    ciphertext: fromHex(wire.slice(iv.length)),
  });
  return true;
}

test("The key of rc4-md5 that the wire vectors use is the published one", () => {
  const key = createHash("md5").update(fromHex("098f6bcd4621d373cade4e832627b4f6000102030405060708090a0b0c0d0e0f"));
  assertEquals(toHex(new Uint8Array(key.digest())), "77c5c7a4508ca59796ab2a18347a4fbd");
});
