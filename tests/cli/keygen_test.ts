import { assertEquals, assertMatch, test } from "#test";
import { DEFAULT_METHOD } from "../../config/defaults.ts";
import { knownMethod } from "../../config/method_choice.ts";
import { METHODS } from "../../crypto/methods.ts";
import { parseKey } from "../../crypto/psk.ts";
import { runIn } from "./fake.ts";

test("a key of a 2022 method is of its form, and all that is printed", async () => {
  for (const row of METHODS.filter(({ kind }) => kind === "aead-2022")) {
    const { code, out, err } = await runIn({}, "keygen", row.name);
    assertEquals({ code, err }, { code: 0, err: "" });
    assertMatch(out, /^[\w+/]+=*\n$/);
    assertEquals(parseKey(row, out.trim()).length, row.keySize);
  }
});

test("a key of any other method is a password of 32 random bytes", async () => {
  for (const name of ["aes-128-gcm", "CHACHA20-IETF-POLY1305", "rc4-md5", "aes-256-cfb128"]) {
    const { code, out } = await runIn({}, "keygen", name);
    assertEquals(code, 0);
    assertMatch(out, /^[\w+/]{43}=\n$/);
  }
});

test("without a method the key is one of the default method, and never the same", async () => {
  const [one, other] = [await runIn({}, "keygen"), await runIn({}, "keygen")];
  parseKey(knownMethod(DEFAULT_METHOD), one.out.trim());
  assertEquals(one.out === other.out, false);
});
