import { assert, assertEquals, assertThrows, test } from "#test";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { toHex } from "../vectors/hex.ts";
import { type Below, randomBytes, seeded } from "./random.ts";
import { keySizeOf, makerOf, SERVED_CIPHERS } from "./served.ts";

const TAG = 16;
const GUARD = 64;
const GUARD_BYTE = 0xa5;

/** A view with guard bytes before and behind it, at an odd address as often as not. */
class Guarded {
  readonly view: Uint8Array;
  readonly #memory: Uint8Array;
  readonly #start: number;

  constructor(content: Uint8Array, shift: number) {
    this.#start = GUARD + shift;
    this.#memory = new Uint8Array(this.#start + content.length + GUARD).fill(GUARD_BYTE);
    this.view = this.#memory.subarray(this.#start, this.#start + content.length);
    this.view.set(content);
  }

  /** Whether nothing was written beside the view. */
  get whole(): boolean {
    const end = this.#start + this.view.length;
    return this.#memory.every((byte, at) => (at >= this.#start && at < end) || byte === GUARD_BYTE);
  }
}

/** Sizes at which block, SIMD and chunk code paths change, and chance between them. */
function sizes(below: Below): number[] {
  const edges = [0, 1, 2, 15, 16, 17, 31, 63, 64, 65, 127, 255, 256, 511, 513, 1023, 1025, 16383];
  return [...edges, ...Array.from({ length: 22 }, () => below(600)), 1000 + below(20000)];
}

for (const { name, provider } of SERVED_CIPHERS) {
  const title = `${name} by ${provider}`;

  test(`${title} writes only where it is told to, and never into what it reads`, async () => {
    const make = await makerOf({ name, provider });
    const below = seeded(name.length * 31 + provider.length);
    const key = new Guarded(randomBytes(below, keySizeOf(name)), below(8));
    const aead = make(key.view);
    for (const size of sizes(below)) {
      const nonce = new Guarded(randomBytes(below, aead.nonceSize), below(8));
      const input = new Guarded(randomBytes(below, size), below(8));
      const sealed = new Guarded(new Uint8Array(size + TAG), below(8));
      const opened = new Guarded(new Uint8Array(size), below(8));
      const before = [nonce.view, input.view].map(toHex);
      aead.seal(nonce.view, input.view, sealed.view);
      const wire = toHex(sealed.view);
      assert(aead.open(nonce.view, sealed.view, opened.view), `${size} bytes`);
      assert([key, nonce, input, sealed, opened].every((part) => part.whole), `${size} bytes`);
      assertEquals([nonce.view, input.view].map(toHex), before);
      assertEquals(toHex(sealed.view), wire);
      assertEquals(toHex(opened.view), before[1]);
      sealed.view[below(sealed.view.length)]! ^= 1 << below(8);
      assertEquals(aead.open(nonce.view, sealed.view, opened.view), false, `${size} bytes`);
      assert([nonce, sealed, opened].every((part) => part.whole), `${size} bytes, tampered`);
    }
    aead.close();
  });

  test(`${title} goes on as before when a chunk was refused`, async () => {
    const aead = (await makerOf({ name, provider }))(new Uint8Array(keySizeOf(name)));
    const nonce = new Uint8Array(aead.nonceSize);
    const sealed = new Uint8Array(5 + TAG);
    aead.seal(nonce, Uint8Array.of(1, 2, 3, 4, 5), sealed);
    const opened = new Uint8Array(5);
    for (let at = 0; at < sealed.length; at++) {
      const bad = sealed.slice();
      bad[at]! ^= 0x80;
      assertEquals(aead.open(nonce, bad, opened), false, `byte ${at}`);
      assertEquals(aead.open(nonce, sealed, opened), true, `after byte ${at}`);
      assertEquals([...opened], [1, 2, 3, 4, 5]);
    }
    aead.close();
  });

  test(`${title} refuses buffers of a wrong length and touches none of them`, async () => {
    const aead = (await makerOf({ name, provider }))(new Uint8Array(keySizeOf(name)));
    const bytes = (size: number) => new Uint8Array(size).fill(0x5a);
    const wrong: [string, number, number, number][] = [
      ["nonce too short", aead.nonceSize - 1, 10, 26],
      ["nonce too long", aead.nonceSize + 1, 10, 26],
      ["no nonce", 0, 10, 26],
      ["output too short", aead.nonceSize, 10, 25],
      ["output too long", aead.nonceSize, 10, 27],
      ["output without a tag", aead.nonceSize, 10, 10],
      ["no output", aead.nonceSize, 10, 0],
    ];
    for (const [what, nonceSize, plainSize, sealedSize] of wrong) {
      const [nonce, plain, sealed] = [bytes(nonceSize), bytes(plainSize), bytes(sealedSize)];
      assertThrows(() => aead.seal(nonce, plain, sealed), RangeError);
      assertThrows(() => aead.open(nonce, sealed, plain), RangeError);
      assert([nonce, plain, sealed].every((view) => view.every((byte) => byte === 0x5a)), what);
    }
    // Shorter than a tag: no output could fit.
    for (let size = 0; size < TAG; size++) {
      assertThrows(() => aead.open(bytes(aead.nonceSize), bytes(size), bytes(0)), RangeError);
    }
    aead.close();
  });

  test(`${title} throws when it is used after it was closed, and may be closed twice`, async () => {
    const make = await makerOf({ name, provider });
    const before = liveCiphers();
    const aead = make(new Uint8Array(keySizeOf(name)));
    assertEquals(liveCiphers(), before + 1);
    aead.close();
    assertEquals(liveCiphers(), before);
    aead.close();
    assertEquals(liveCiphers(), before);
    const [nonce, plain, sealed] = [aead.nonceSize, 4, 4 + TAG].map((size) => new Uint8Array(size));
    assertThrows(() => aead.seal(nonce!, plain!, sealed!), Error, "closed");
    assertThrows(() => aead.open(nonce!, sealed!, plain!), Error, "closed");
    assert(sealed!.every((byte) => byte === 0));
  });

  test(`${title} keeps a key of its own: the caller may wipe or change what it gave`, async () => {
    const make = await makerOf({ name, provider });
    const key = new Uint8Array(keySizeOf(name)).fill(7);
    const [a, b] = [make(key), make(key.slice())];
    key.fill(0);
    const nonce = new Uint8Array(a.nonceSize);
    const [fromA, fromB] = [new Uint8Array(3 + TAG), new Uint8Array(3 + TAG)];
    a.seal(nonce, Uint8Array.of(1, 2, 3), fromA);
    b.seal(nonce, Uint8Array.of(1, 2, 3), fromB);
    assertEquals(toHex(fromA), toHex(fromB));
    a.close();
    b.close();
  });
}
