import { assertEquals, readVectors, test } from "#test";
import { masterKey } from "../../crypto/keys.ts";
import { deriveSubkey } from "../../crypto/providers/noble_hkdf.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { randomBytes, seeded } from "./random.ts";
import { INSTALLED } from "./served.ts";

test("The master key of a password is EVP_BytesToKey's, for every key size", () => {
  assertEquals(toHex(masterKey("test", 16)), "098f6bcd4621d373cade4e832627b4f6");
  assertEquals(toHex(masterKey("test", 24)), "098f6bcd4621d373cade4e832627b4f60a9172716ae64284");
  assertEquals(toHex(masterKey("test", 32)), "098f6bcd4621d373cade4e832627b4f60a9172716ae6428409885b8b829ccb05");
  assertEquals(masterKey("test", 0).length, 0);
});

/** The part of evp_bytestokey.json that is used. */
interface KeyVectors {
  readonly tests: readonly { readonly password: string; readonly key_len: number; readonly key: string }[];
}

test("The master key equals OpenSSL's for every password of the published file", () => {
  const text = readVectors("evp_bytestokey/evp_bytestokey.json");
  if (text === null) return;
  const { tests }: KeyVectors = JSON.parse(text);
  assertEquals(tests.length >= 45, true, `${tests.length} vectors`);
  for (const { password, key_len: size, key } of tests) assertEquals(toHex(masterKey(password, size)), key, password);
});

/** "ss-subkey" of the password "test": salt 00, 01 …, and what HKDF-SHA1 makes of both. */
const SUBKEYS = [
  { size: 16, subkey: "96b249baa3b4e00f502f84a5a90ac784" },
  { size: 32, subkey: "0205fa486aabee35ab86fc1fa015f3a9fc5c8ce7657db427d9ba55b49e718953" },
];

for (const name of INSTALLED) {
  test(`The subkeys of ${name} are HKDF-SHA1's`, async () => {
    const provider = await loadProvider(name);
    for (const { size, subkey } of SUBKEYS) {
      const salt = Uint8Array.from({ length: size }, (_, i) => i);
      assertEquals(toHex(provider.deriveSubkey(masterKey("test", size), salt)), subkey);
    }
  });

  test(`The subkeys of ${name} equal those in plain TypeScript, and neither input is changed`, async () => {
    const provider = await loadProvider(name);
    const below = seeded(0x5ab);
    for (let i = 0; i < 300; i++) {
      const size = [16, 24, 32][below(3)]!;
      const [key, salt] = [randomBytes(below, size), randomBytes(below, size)];
      const [keyBefore, saltBefore] = [toHex(key), toHex(salt)];
      assertEquals(
        toHex(provider.deriveSubkey(key, salt)),
        toHex(deriveSubkey(key, salt)),
        `${keyBefore} ${saltBefore}`,
      );
      assertEquals([toHex(key), toHex(salt)], [keyBefore, saltBefore]);
    }
  });

  test(`Each subkey of ${name} is memory of its own`, async () => {
    const provider = await loadProvider(name);
    const [key, salt] = [fromHex("00".repeat(32)), fromHex("11".repeat(32))];
    const first = provider.deriveSubkey(key, salt);
    const before = toHex(first);
    provider.deriveSubkey(salt, key);
    assertEquals(toHex(first), before);
  });
}
