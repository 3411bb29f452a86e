import { assert, assertEquals, test } from "#test";
import type { Aead } from "../../../crypto/types.ts";
import { randomBytes, seeded } from "../random.ts";
import { AEADS, keySizeOf, makerOf, providersOf } from "../served.ts";

/** Rounds for each cipher; every fiftieth may be long, since the library beside ours takes its time. */
const ROUNDS = 10_000;
const LONG = 20_000;
const SHORT = 700;

/** The same bytes, without the words that an assertion would take for each of ten thousand. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

for (const name of AEADS.filter((name) => providersOf(name).includes("wasm"))) {
  test(
    `${name} by WebAssembly makes what the library makes, under keys that take turns, in place and elsewhere`,
    async () => {
      const below = seeded(name.length * 977);
      const [ours, theirs] = await Promise.all([
        makerOf({ name, provider: "wasm" }),
        makerOf({ name, provider: "noble" }),
      ]);
      const pairs = Array.from({ length: 5 }, () => {
        const key = randomBytes(below, keySizeOf(name));
        return { ours: ours(key), theirs: theirs(key) };
      });
      const memory = new Uint8Array(LONG + 64);
      for (let round = 0; round < ROUNDS; round++) {
        const { ours, theirs } = pairs[below(pairs.length)]!;
        if (below(10) === 0) rekey([ours, theirs], randomBytes(below, keySizeOf(name)));
        const nonce = randomBytes(below, ours.nonceSize);
        const message = randomBytes(below, below(round % 50 === 0 ? LONG : SHORT));
        const expected = new Uint8Array(message.length + 16);
        theirs.seal(nonce, message, expected);
        // The message and what is made of it share their memory, at any address.
        const at = below(16);
        const plain = memory.subarray(at, at + message.length);
        const sealed = memory.subarray(at, at + expected.length);
        plain.set(message);
        ours.seal(nonce, plain, sealed);
        assert(same(sealed, expected), `round ${round}, ${message.length} bytes`);
        assert(ours.open(nonce, sealed, plain), `round ${round}, ${message.length} bytes`);
        assert(same(plain, message), `round ${round}, ${message.length} bytes`);
      }
      for (const { ours, theirs } of pairs) for (const aead of [ours, theirs]) aead.close();
    },
    { limit: 60 },
  );

  test(`${name} by WebAssembly gives out nothing of a message that was altered anywhere`, async () => {
    const aead = (await makerOf({ name, provider: "wasm" }))(new Uint8Array(keySizeOf(name)).fill(3));
    const nonce = new Uint8Array(aead.nonceSize);
    const sealed = new Uint8Array(300 + 16);
    aead.seal(nonce, new Uint8Array(300).fill(7), sealed);
    for (let at = 0; at < sealed.length; at++) {
      const out = new Uint8Array(300).fill(0x5a);
      sealed[at]! ^= 1 << at % 8;
      assertEquals(aead.open(nonce, sealed, out), false, `byte ${at}`);
      assert(out.every((byte) => byte === 0x5a), `byte ${at}`);
      sealed[at]! ^= 1 << at % 8;
    }
    aead.close();
  });

  test(`${name} by WebAssembly takes a message that is longer than its memory, and short ones after it`, async () => {
    const [ours, theirs] = await Promise.all(
      (["wasm", "noble"] as const).map(async (provider) =>
        (await makerOf({ name, provider }))(new Uint8Array(keySizeOf(name)).fill(9))
      ),
    );
    const below = seeded(5);
    const nonce = randomBytes(below, ours!.nonceSize);
    for (const size of [300, 400_001, 20, 1000]) {
      const message = randomBytes(below, size);
      const [a, b] = [new Uint8Array(size + 16), new Uint8Array(size + 16)];
      ours!.seal(nonce, message, a);
      theirs!.seal(nonce, message, b);
      assert(same(a, b), `${size} bytes`);
      const opened = new Uint8Array(size);
      assert(ours!.open(nonce, a, opened) && same(opened, message), `${size} bytes`);
    }
    ours!.close();
    theirs!.close();
  }, { limit: 30 });
}

function rekey(aeads: readonly Aead[], key: Uint8Array): void {
  for (const aead of aeads) aead.rekey(key);
}
