import { assert, assertEquals, assertRejects, assertThrows, test } from "#test";
import type { StreamName } from "../../crypto/methods.ts";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { COUNTER_END, guarded } from "../../crypto/providers/guard.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { passesStreamTest } from "../../crypto/providers/stream_self_test.ts";
import { type MakeStream, ProviderError } from "../../crypto/providers/types.ts";
import { serveStream } from "../../crypto/streams.ts";
import { toHex } from "../vectors/hex.ts";
import { randomBytes, seeded } from "./random.ts";
import { INSTALLED } from "./served.ts";
import { makerOfStream, providersOfStream, STREAMS, transform } from "./served_streams.ts";
import { streamVectors } from "./stream_vectors.ts";

for (const provider of INSTALLED) {
  const names = STREAMS.filter(({ name }) => providersOfStream(name).includes(provider));

  test(`${provider} serves exactly the keystreams that it is known to have`, async () => {
    const { stream } = await loadProvider(provider);
    assertEquals(STREAMS.filter(({ name }) => stream(name) !== null).map(({ name }) => name), names.map((s) => s.name));
  });

  test(`${provider} makes the published vectors of every keystream that it serves, both ways and in parts`, async () => {
    const { stream } = await loadProvider(provider);
    const makers = new Map(names.map(({ name }) => [name, stream(name)!]));
    const checked = new Map<StreamName, number>();
    for (const [i, vector] of streamVectors().entries()) {
      const make = makers.get(vector.name);
      if (make === undefined) continue;
      checkVector(make, vector, i);
      checked.set(vector.name, (checked.get(vector.name) ?? 0) + 1);
    }
    const unpublished = /^camellia-\d+-(cfb1|cfb8)$/;
    const missing = names.filter(({ name }) => !checked.has(name) && !unpublished.test(name));
    if (checked.size > 0) assertEquals(missing, []);
  });

  test(`${provider} passes the self-test of every keystream, and a stream that errs does not`, async () => {
    const { stream } = await loadProvider(provider);
    for (const { name } of names) {
      const make = stream(name)!;
      assertEquals(passesStreamTest(name, make), true, name);
      assertEquals(passesStreamTest(name, erring(make, "encrypt")), false, name);
      assertEquals(passesStreamTest(name, erring(make, "decrypt")), false, name);
    }
    assertEquals(passesStreamTest("rc4", () => ({ update: fail, close() {} })), false);
    assertEquals(passesStreamTest("rc4", fail), false);
  });

  test(`${provider} writes only where it is told to, in place too, whatever the size`, async () => {
    const below = seeded(provider.length);
    for (const { name, keySize, ivSize } of names) {
      const make = await makerOfStream(name, provider);
      const [key, iv] = [randomBytes(below, keySize), randomBytes(below, ivSize)];
      for (const size of [1, 2, 15, 16, 17, 63, 64, 65, 66, 127, 129, 255, 1 + below(3000)]) {
        const input = randomBytes(below, size);
        const expected = toHex(transform(make(key, iv, "encrypt"), input));
        checkGuarded(make(key, iv, "encrypt"), input, expected, below(8), false);
        checkGuarded(make(key, iv, "encrypt"), input, expected, below(8), true);
      }
    }
  });

  test(`${provider} refuses what has a wrong length, and any use of a stream after its close`, async () => {
    for (const { name, keySize, ivSize } of names) {
      const make = await makerOfStream(name, provider);
      const [key, iv] = [new Uint8Array(keySize), new Uint8Array(ivSize)];
      const before = liveCiphers();
      assertThrows(() => make(new Uint8Array(keySize + 1), iv, "encrypt"), RangeError, `${keySize + 1} and`);
      assertThrows(() => make(key.subarray(1), iv, "encrypt"), RangeError, `${keySize - 1} and`);
      assertThrows(() => make(key, new Uint8Array(ivSize + 1), "decrypt"), RangeError, `and ${ivSize + 1}`);
      assertEquals(liveCiphers(), before, name);
      const stream = make(key, iv, "encrypt");
      assert(liveCiphers() > before, name);
      assertThrows(() => stream.update(new Uint8Array(100), new Uint8Array(99)), RangeError, "100 bytes");
      stream.update(new Uint8Array(0), new Uint8Array(0));
      stream.close();
      stream.close();
      assertEquals(liveCiphers(), before, name);
      assertThrows(() => stream.update(new Uint8Array(1), new Uint8Array(1)), Error, "closed");
    }
  });

  test(`${provider} keeps a key and an IV of its own: the caller may wipe or change what it gave`, async () => {
    const below = seeded(7);
    for (const { name, keySize, ivSize } of names) {
      const make = await makerOfStream(name, provider);
      const [key, iv] = [randomBytes(below, keySize), randomBytes(below, ivSize)];
      const expected = toHex(transform(make(key, iv, "encrypt"), new Uint8Array(100)));
      const stream = make(key, iv, "encrypt");
      key.fill(0);
      iv.fill(0);
      assertEquals(toHex(transform(stream, new Uint8Array(100))), expected, name);
    }
  });
}

for (const { name, keySize, ivSize } of STREAMS) {
  test(`${name} is the same by every provider, whatever the splits`, async () => {
    const below = seeded(name.length * 31);
    const makers = await Promise.all(providersOfStream(name).map((provider) => makerOfStream(name, provider)));
    for (const size of [below(100), name.endsWith("cfb1") ? 300 : name.endsWith("cfb8") ? 3000 : 20_000]) {
      const [key, iv, input] = [keySize, ivSize, size].map((length) => randomBytes(below, length));
      const ends = () => randomEnds(below, size);
      const sealed = makers.map((make) => transform(make(key!, iv!, "encrypt"), input!, ends()));
      const wanted = toHex(sealed[0]!);
      for (const [i, make] of makers.entries()) {
        assertEquals(toHex(sealed[i]!), wanted);
        assertEquals(toHex(transform(make(key!, iv!, "decrypt"), sealed[0]!, ends())), toHex(input!));
      }
    }
  });

  test(`${name} is served by the fastest provider that has it, and by the one that is forced`, async () => {
    const providers = providersOfStream(name);
    const { provider } = await serveStream(name);
    assert(providers.includes(provider.name));
    assertEquals(provider.name, name === "idea-cfb" ? "noble" : providers[0]);
    for (const forced of INSTALLED.filter((one) => !providers.includes(one))) {
      await assertRejects(() => serveStream(name, forced), ProviderError, "does not have it");
    }
  });
}

test("Arrays of a few bytes, which may move, are as right as long ones however often they are used", async () => {
  for (const provider of providersOfStream("chacha20")) {
    const make = await makerOfStream("chacha20", provider);
    const [key, iv] = [new Uint8Array(32).fill(1), new Uint8Array(8)];
    const expected = transform(make(key, iv, "encrypt"), new Uint8Array(60_000));
    const stream = make(key, iv, "encrypt");
    for (let at = 0; at < expected.length; at += 3) {
      const out = new Uint8Array(3);
      stream.update(new Uint8Array(3), out);
      assertEquals(
        out[0]! << 16 | out[1]! << 8 | out[2]!,
        expected[at]! << 16 | expected[at + 1]! << 8 | expected[at + 2]!,
      );
    }
    stream.close();
  }
});

test("A stream with a limit ends there rather than repeat its keystream", () => {
  assertEquals(COUNTER_END, 2 ** 38);
  let transformed = 0;
  const counting: MakeStream = () => ({ update: (input) => transformed += input.length, close() {} });
  const stream = guarded("chacha20-ietf", counting, 100)(new Uint8Array(32), new Uint8Array(12), "encrypt");
  stream.update(new Uint8Array(60), new Uint8Array(60));
  assertThrows(() => stream.update(new Uint8Array(41), new Uint8Array(41)), RangeError, "come to its end");
  stream.update(new Uint8Array(40), new Uint8Array(40));
  assertThrows(() => stream.update(new Uint8Array(1), new Uint8Array(1)), RangeError, "come to its end");
  assertEquals(transformed, 100);
  stream.close();
});

/** Encrypts whole, decrypts in two parts. */
function checkVector(make: MakeStream, vector: ReturnType<typeof streamVectors>[number], i: number): void {
  const { title, key, iv, plaintext, ciphertext, bits } = vector;
  const split = i % (plaintext.length + 1);
  assertEquals(hexOfBits(transform(make(key, iv, "encrypt"), plaintext, [split]), bits), toHex(ciphertext), title);
  assertEquals(hexOfBits(transform(make(key, iv, "decrypt"), ciphertext, [split]), bits), toHex(plaintext), title);
}

/** The bytes in hexadecimal, with zeros in place of the last bits that do not count. */
function hexOfBits(bytes: Uint8Array, bits: number): string {
  const spare = 8 * bytes.length - bits;
  if (spare > 0) bytes[bytes.length - 1]! &= 0xff << spare;
  return toHex(bytes);
}

function checkGuarded(
  stream: ReturnType<MakeStream>,
  input: Uint8Array,
  expected: string,
  shift: number,
  inPlace: boolean,
): void {
  const memory = new Uint8Array(input.length + 64).fill(0xa5);
  const out = memory.subarray(32 + shift, 32 + shift + input.length);
  if (inPlace) out.set(input);
  const before = toHex(input);
  // More room than is needed: it may not be used.
  stream.update(inPlace ? out : input, memory.subarray(32 + shift, inPlace ? 32 + shift + input.length : undefined));
  stream.close();
  assertEquals(toHex(out), expected);
  assertEquals(toHex(input), before);
  out.fill(0xa5);
  assert(memory.every((byte) => byte === 0xa5), `${input.length} bytes`);
}

/** A factory whose streams of one direction get one bit wrong. */
function erring(make: MakeStream, wrong: "encrypt" | "decrypt"): MakeStream {
  return (key, iv, direction) => {
    const stream = make(key, iv, direction);
    return {
      update(input, out) {
        stream.update(input, out);
        if (direction === wrong) out[0]! ^= 1;
      },
      close: () => stream.close(),
    };
  };
}

function fail(): never {
  throw new Error("expected");
}

/** Where parts end: small and large ones in turn, empty ones among them. */
function randomEnds(below: (bound: number) => number, length: number): number[] {
  const ends: number[] = [];
  for (let end = 0; end < length; end += below(below(2) ? 40 : 1 + (length >> 2))) ends.push(end);
  return ends;
}
