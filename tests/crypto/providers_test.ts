import { assertEquals, assertRejects, test } from "#test";
import { serveAead } from "../../crypto/aead.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { passesSelfTest } from "../../crypto/providers/self_test.ts";
import { ProviderError } from "../../crypto/providers/types.ts";
import { AEADS, INSTALLED, makerOf, providersOf, SERVED_CIPHERS } from "./served.ts";

for (const name of AEADS) {
  test(`${name} is served by exactly the providers that have it here`, async () => {
    const found: string[] = [];
    for (const provider of INSTALLED) {
      if ((await loadProvider(provider)).aead(name) !== null) found.push(provider);
    }
    assertEquals(found, providersOf(name));
  });

  test(`${name} is served by the fastest provider unless one is forced`, async () => {
    const { provider } = await serveAead(name);
    assertEquals(provider.name, providersOf(name)[0]);
  });
}

for (const { name, provider } of SERVED_CIPHERS) {
  test(`${name} by ${provider} passes its self-test, and a cipher that errs does not`, async () => {
    const make = await makerOf({ name, provider });
    assertEquals(passesSelfTest(name, make), true);
    const sealsWrong = passesSelfTest(name, (first) => {
      const aead = make(first);
      return {
        nonceSize: aead.nonceSize,
        tagSize: aead.tagSize,
        seal(nonce, input, out) {
          aead.seal(nonce, input, out);
          out[0]! ^= 1;
        },
        open: (nonce, input, out) => aead.open(nonce, input, out),
        rekey: (key) => aead.rekey(key),
        close: () => aead.close(),
      };
    });
    assertEquals(sealsWrong, false);
    const opensAll = passesSelfTest(name, (first) => {
      const aead = make(first);
      return {
        nonceSize: aead.nonceSize,
        tagSize: aead.tagSize,
        seal: (nonce, input, out) => aead.seal(nonce, input, out),
        open: (nonce, input, out) => aead.open(nonce, input, out) || true,
        rekey: (key) => aead.rekey(key),
        close: () => aead.close(),
      };
    });
    assertEquals(opensAll, false);
    const keepsKey = passesSelfTest(name, (first) => {
      const aead = make(first);
      return {
        nonceSize: aead.nonceSize,
        tagSize: aead.tagSize,
        seal: (nonce, input, out) => aead.seal(nonce, input, out),
        open: (nonce, input, out) => aead.open(nonce, input, out),
        rekey() {},
        close: () => aead.close(),
      };
    });
    assertEquals(keepsKey, false);
  });
}

test("A forced provider that lacks the cipher is an error that says so, not another provider", async () => {
  const lacking = AEADS.find((name) => !providersOf(name).includes("node"))!;
  const error = await assertRejects(() => serveAead(lacking, "node"), ProviderError);
  assertEquals(error.message, `Cannot serve ${lacking} here: node:crypto does not have it`);
});
