import { assert, assertEquals, assertRejects, test } from "#test";
import { type MethodOptions, prepareClient, prepareRouter, prepareServer } from "../../crypto/method.ts";
import { findMethod, type MethodRow, METHODS } from "../../crypto/methods.ts";
import { generateKey, KeyError, parseKey, parseKeys } from "../../crypto/psk.ts";
import { toHex } from "../vectors/hex.ts";
import { failureOf } from "./faults.ts";
import { base64 } from "./prepared.ts";
import { counting } from "./scripted_random.ts";
import { NOW } from "./served_2022.ts";

const OPTIONS: MethodOptions = { provider: "noble", salts: 10, clock: () => NOW };
const ROWS = METHODS.filter(({ kind }) => kind === "aead-2022");

const rowOf = (name: string): MethodRow => findMethod(name)!;

/** The message of the KeyError that a key gets. */
function refusal(row: MethodRow, text: string): string {
  const failure = failureOf(() => parseKey(row, text));
  assert(failure instanceof KeyError, `${text}: ${failure}`);
  return failure.message;
}

for (const row of ROWS) {
  const expected = `Cannot use the key for ${row.name}: expected base64 of ${row.keySize} bytes ` +
    `(make one with: umbra keygen ${row.name}), got `;

  test(`${row.name} says which key it takes when it gets another, and never shows it`, () => {
    const other = row.keySize === 16 ? 32 : 16;
    const cases: [string, string][] = [
      ["", "other text"],
      ["not a key", "other text"],
      ["päßwörd", "other text"],
      ["AAAA*AAA", "other text"],
      ["A".repeat(21), "other text"],
      [" " + base64(counting(row.keySize)), "other text"],
      [base64(counting(row.keySize)) + "\n", "other text"],
      [base64(counting(row.keySize)) + "===", "other text"],
      ["barfoo!", "other text"],
      ["password", "6 bytes"],
      [base64(counting(other)), `${other} bytes`],
      [base64(counting(row.keySize - 1)), `${row.keySize - 1} bytes`],
      [base64(counting(row.keySize + 1)), `${row.keySize + 1} bytes`],
      [base64(counting(1000)), "1000 bytes"],
    ];
    for (const [key, got] of cases) {
      const message = refusal(row, key);
      assertEquals(message, expected + got, JSON.stringify(key));
      assert(key === "" || !message.includes(key));
    }
  });

  test(`${row.name} reads the key that keygen makes, unpadded and URL-safe text too`, () => {
    for (let i = 0; i < 20; i++) assertEquals(parseKey(row, generateKey(row)).length, row.keySize);
    const bytes = new Uint8Array(row.keySize).fill(0xfb);
    const text = base64(bytes);
    for (const form of [text, text.replace(/=+$/, ""), text.replaceAll("+", "-").replaceAll("/", "_")]) {
      assertEquals(toHex(parseKey(row, form)), toHex(bytes));
    }
  });

  test(`${row.name} reads a chain of keys in order, and refuses it for any bad one in it`, () => {
    const keys = [0, 50, 100].map((from) => counting(row.keySize, from));
    const chain = keys.map(base64);
    assertEquals(parseKeys(row, chain.join(":")).map(toHex), keys.map(toHex));
    for (const bad of [":" + chain[0], chain[0] + ":", chain[0] + "::" + chain[1], `${chain[0]}:secret:${chain[1]}`]) {
      const failure = failureOf(() => parseKeys(row, bad));
      assert(failure instanceof KeyError && failure.message.startsWith(expected));
      assert(!failure.message.includes("secret") && !failure.message.includes(chain[0]!));
    }
  });

  test(`${row.name} refuses a bad key wherever it stands: server, user, client or destination`, async () => {
    const good = base64(counting(row.keySize));
    const identities = row.name.includes("aes");
    await refused(() => prepareServer(row, "secret", [], OPTIONS), expected);
    await refused(() => prepareClient(row, "secret", OPTIONS), expected);
    if (!identities) return;
    await refused(() => prepareServer(row, good, [{ name: "ann", password: "secret" }], OPTIONS), expected);
    await refused(() => prepareClient(row, `${good}:secret`, OPTIONS), expected);
    await refused(() => prepareRouter(row, "secret", [{ password: good }], OPTIONS), expected);
    await refused(() => prepareRouter(row, good, [{ password: "secret" }], OPTIONS), expected);
  });
}

for (const name of ["chacha20", "chacha12", "chacha8"].map((cipher) => `2022-blake3-${cipher}-poly1305`)) {
  test(`${name} has neither users, nor chains, nor destinations, and says so`, async () => {
    const key = base64(counting(32));
    const message = `Cannot use many keys on one port with ${name}: it has no identity headers`;
    const row = rowOf(name);
    await refused(() => prepareServer(row, key, [{ name: "ann", password: key }], OPTIONS), message);
    await refused(() => prepareClient(row, `${key}:${key}`, OPTIONS), message);
    await refused(() => prepareRouter(row, key, [{ password: key }], OPTIONS), message);
  });
}

test("Methods without a proof of origin refuse many users on one port", async () => {
  for (const name of ["none", "aes-256-cfb", "rc4-md5", "table"]) {
    const message = `Cannot serve many users on one port with ${name}: nothing tells them apart`;
    await refused(() => prepareServer(rowOf(name), "a", [{ name: "ann", password: "b" }], OPTIONS), message);
  }
});

test("The key that keygen makes for a password method is 32 random bytes in base64", () => {
  const keys = ["aes-128-gcm", "aes-256-cfb", "none"].map((name) => generateKey(rowOf(name)));
  assertEquals(keys.map((key) => atob(key).length), [32, 32, 32]);
  assertEquals(new Set(keys).size, 3);
});

/** Fails unless it is refused with a message that starts so and shows no key. */
async function refused(prepare: () => Promise<unknown>, message: string): Promise<void> {
  const failure = await assertRejects(prepare, KeyError, message);
  assert(failure.message.startsWith(message) && !failure.message.includes("secret"), failure.message);
}
