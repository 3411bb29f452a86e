import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows, readVectors, test } from "#test";
import { table } from "../../crypto/legacy/table.ts";
import { prepareClient, prepareServer } from "../../crypto/method.ts";
import { findMethod, isLegacy, type MethodRow, METHODS } from "../../crypto/methods.ts";
import { ProviderError } from "../../crypto/providers/types.ts";
import { prepareStream } from "../../crypto/stream_method.ts";
import { CipherError, type Crypt, type StreamMethod } from "../../crypto/types.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { withRandomBytes } from "./fixed_salt.ts";
import { joined, randomBytes, randomParts, seeded } from "./random.ts";

const LEGACY = METHODS.filter(isLegacy);
const OPTIONS = { provider: "auto", salts: 10, clock: () => 0 } as const;
/** example.com:443, as a SOCKS address. */
const TARGET = Uint8Array.of(3, 11, ...new TextEncoder().encode("example.com"), 1, 0xbb);
const HELLO = new TextEncoder().encode("hello");

function ready(name: string): Promise<StreamMethod> {
  return prepareStream(findMethod(name)!, "test", OPTIONS).then(({ method }) => method);
}

function close({ opener, sealer }: Crypt): void {
  opener.close();
  sealer.close();
}

/** All that the opener makes of the parts. */
function openAll({ opener }: Crypt, parts: readonly Uint8Array[]): Uint8Array {
  return joined(parts.map((part) => {
    const out = new Uint8Array(opener.bound(part.length));
    return out.subarray(0, opener.open(part, out));
  }));
}

/** All that the sealer makes of the parts. */
function sealAll({ sealer }: Crypt, parts: readonly Uint8Array[]): Uint8Array {
  return joined(parts.map((part) => {
    const out = new Uint8Array(sealer.bound(part.length));
    const length = sealer.seal(part, out);
    assertEquals(length, out.length);
    return out;
  }));
}

/** One method's bytes on the wire: the IV, then the ciphertext. */
interface Wire {
  readonly method: string;
  readonly password: string;
  readonly iv: string;
  readonly plaintext: string;
  readonly wire: string;
}

test("Every stream method opens and seals what other implementations put on the wire, in any parts", async () => {
  const text = readVectors("ss-stream-wire.json");
  if (text === null) return;
  const { tests }: { tests: Wire[] } = JSON.parse(text);
  const below = seeded(3);
  const done = new Set<string>();
  for (const { method: name, password, iv, plaintext, wire } of tests) {
    const row = findMethod(name);
    if (row === undefined) continue;
    const { method } = await prepareStream(row, password, OPTIONS);
    const server = method.inbound("");
    assertEquals(toHex(openAll(server, randomParts(below, fromHex(wire), 40))), plaintext, name);
    const [target, ...parts] = randomParts(below, fromHex(plaintext), 100);
    const client = method.outbound(target!);
    assertEquals(toHex(withRandomBytes(fromHex(iv), () => sealAll(client, parts))), wire, name);
    [server, client].forEach(close);
    done.add(name);
  }
  // All but XSalsa20, which is no method of ours.
  assertEquals(done.size, tests.length - 1);
});

for (const row of LEGACY) {
  test(`${row.name} carries both directions, byte by byte too`, async () => {
    const [client, server] = await Promise.all([
      prepareClient(row, "test", OPTIONS).then(({ method }) => method.outbound(TARGET)),
      prepareServer(row, "test", [], OPTIONS).then(({ method }) => method.inbound("192.0.2.1")),
    ]);
    const below = seeded(row.name.length);
    const [question, answer] = [randomBytes(below, 300), randomBytes(below, 300)];
    const asked = sealAll(client, randomParts(below, question, 70));
    assertEquals(asked.length, row.saltSize + TARGET.length + question.length);
    assertEquals(
      toHex(openAll(server, [...asked].map((byte) => Uint8Array.of(byte)))),
      toHex(TARGET) + toHex(question),
    );
    const answered = sealAll(server, randomParts(below, answer, 70));
    assertEquals(answered.length, row.saltSize + answer.length);
    assertEquals(toHex(openAll(client, [...answered].map((byte) => Uint8Array.of(byte)))), toHex(answer));
    client.opener.end();
    server.opener.end();
    [client, server].forEach(close);
  });
}

test("An end inside the IV is an error, and any other is a clean one", async () => {
  for (const row of LEGACY) {
    const crypt = (await ready(row.name)).inbound("");
    crypt.opener.end();
    if (row.saltSize > 0) {
      for (let at = 0; at < row.saltSize; at++) {
        if (at > 0) assertEquals(assertThrows(() => crypt.opener.end(), CipherError).fault, "truncated");
        openAll(crypt, [Uint8Array.of(at)]);
      }
    }
    crypt.opener.end();
    openAll(crypt, [Uint8Array.of(1)]);
    crypt.opener.end();
    close(crypt);
  }
});

test("A server refuses an IV that it has seen, its own too, where IVs have at least 8 bytes", async () => {
  for (const row of LEGACY) {
    const method = await ready(row.name);
    const [asked, again, mirrored] = [method.inbound(""), method.inbound(""), method.inbound("")];
    const client = (await ready(row.name)).outbound(TARGET);
    const request = sealAll(client, [HELLO]);
    assertEquals(toHex(openAll(asked, [request])), toHex(TARGET) + toHex(HELLO));
    const answer = sealAll(asked, [HELLO]);
    for (const refused of [() => openAll(again, [request]), () => openAll(mirrored, [answer])]) {
      if (row.saltSize >= 8) assertEquals(assertThrows(refused, CipherError).fault, "replay", row.name);
      else refused();
    }
    [client, asked, again, mirrored].forEach(close);
  }
});

test("IVs are remembered in a pool of bounded size, the oldest goes first", async () => {
  const method = await ready("aes-128-cfb");
  const open = (first: number) => {
    const crypt = method.inbound("");
    try {
      openAll(crypt, [new Uint8Array(17).fill(first)]);
    } finally {
      close(crypt);
    }
  };
  for (let first = 0; first < 10; first++) open(first);
  assertThrows(() => open(0), CipherError, "has been seen before");
  open(10);
  open(0);
  assertThrows(() => open(2), CipherError, "has been seen before");
});

test("No IV is used twice, and none depends on the other direction", async () => {
  const method = await ready("chacha20-ietf");
  const ivs = new Set<string>();
  for (let i = 0; i < 50; i++) {
    const [client, server] = [method.outbound(TARGET), method.inbound("")];
    ivs.add(toHex(sealAll(client, [HELLO]).subarray(0, 12)));
    ivs.add(toHex(sealAll(server, [HELLO]).subarray(0, 12)));
    [client, server].forEach(close);
  }
  assertEquals(ivs.size, 100);
});

test("`table` takes the password's bytes, and changes each byte for itself", async () => {
  const { method, source } = await prepareStream(findMethod("table")!, "пароль", OPTIONS);
  assertEquals(source, null);
  const client = method.outbound(TARGET);
  const sealed = sealAll(client, [HELLO]);
  const expected = new Uint8Array(TARGET.length + HELLO.length);
  table(new TextEncoder().encode("пароль"), "encrypt").update(joined([TARGET, HELLO]), expected);
  assertEquals(toHex(sealed), toHex(expected));
  close(client);
});

test("A closed sealer or opener throws; closing it again, or unused, does nothing", async () => {
  for (const row of LEGACY) {
    const method = await ready(row.name);
    const [used, unused] = [method.outbound(TARGET), method.outbound(TARGET)];
    sealAll(used, [HELLO]);
    openAll(used, [new Uint8Array(40)]);
    for (const crypt of [used, unused]) {
      close(crypt);
      close(crypt);
      assertThrows(() => sealAll(crypt, [HELLO]), Error, "closed");
      assertThrows(() => openAll(crypt, [HELLO]), Error, "closed");
    }
  }
});

test("Another password opens something else, since nothing proves what is right", async () => {
  const client = (await ready("aes-256-ctr")).outbound(TARGET);
  const server = (await prepareStream(findMethod("aes-256-ctr")!, "other", OPTIONS)).method.inbound("");
  const opened = openAll(server, [sealAll(client, [HELLO])]);
  assertEquals(opened.length, TARGET.length + HELLO.length);
  assertNotEquals(toHex(opened), toHex(TARGET) + toHex(HELLO));
  [client, server].forEach(close);
});

test("A provider that is forced serves it, or says that it cannot", async () => {
  const row = findMethod("salsa20") as MethodRow;
  assertEquals((await prepareStream(row, "test", { provider: "noble", salts: 1 })).source, "@noble/ciphers");
  const error = await assertRejects(() => prepareStream(row, "test", { provider: "node", salts: 1 }), ProviderError);
  assert(error.message.startsWith("Cannot serve salsa20 here: node:crypto does not have it"));
});
