import { assert, assertEquals, assertThrows, test } from "#test";
import { MAX_PAYLOAD } from "../../crypto/aead_2017.ts";
import { CHUNK_OVERHEAD } from "../../crypto/chunks.ts";
import { CipherError, type Opener } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { assertBytes } from "./bytes.ts";
import { HandSealer } from "./by_hand.ts";
import { joined, randomBytes, seeded } from "./random.ts";
import { SERVED_METHODS } from "./served.ts";
import { byteByByte, inboundOf, makeEnd2017, openAll, openParts, sealAll, sealEach, splitAt } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const NOTHING = new Uint8Array(0);

for (const served of SERVED_METHODS) {
  const { row } = served;
  const title = `${row.name} by ${served.provider}`;

  /** A new server's opener, which knows no salt; its sealer was never used and holds nothing. */
  const newOpener = async (): Promise<Opener> => inboundOf(await makeEnd2017(served)).opener;

  test(`${title} opens a recorded stream split at every byte, byte by byte, and whole`, async () => {
    const below = seeded(row.name.length);
    // The address alone over three chunks, then chunks of several sizes: 7 + 1 + 40 + 150 bytes.
    const pieces: Uint8Array[] = [TARGET.subarray(0, 1), TARGET.subarray(1, 4), TARGET.subarray(4)];
    for (const size of [1, 40, 150]) pieces.push(randomBytes(below, size));
    const hand = await HandSealer.make(served);
    for (const piece of pieces) hand.chunk(piece);
    const stream = hand.end();
    const plain = joined(pieces);
    assertBytes(openAll(await newOpener(), [stream]), plain);
    assertBytes(openAll(await newOpener(), byteByByte(stream)), plain);
    for (let at = 0; at <= stream.length; at++) {
      assertBytes(openAll(await newOpener(), splitAt(stream, at)), plain, `split at ${at}`);
    }
  });

  test(`${title} opens a chunk as soon as its last byte is there, and no sooner`, async () => {
    const hand = await HandSealer.make(served);
    const stream = hand.chunk(TARGET).chunk(Uint8Array.of(1)).chunk(Uint8Array.of(2, 3)).end();
    // The ends of the payloads: salt, then length and payload in turn.
    const ends = hand.ends.filter((_, i) => i > 0 && i % 2 === 0);
    const opener = await newOpener();
    const out = new Uint8Array(stream.length);
    const grew: number[] = [];
    for (let at = 0; at < stream.length; at++) {
      if (opener.open(stream.slice(at, at + 1), out) > 0) grew.push(at + 1);
    }
    opener.close();
    assertEquals(grew, ends);
  });

  test(`${title} sends header and first payload in one run of bytes, of 0 and of 16383 bytes and beside them`, async () => {
    const below = seeded(row.name.length + 3);
    const client = await makeEnd2017(served);
    for (const size of [0, 1, MAX_PAYLOAD - TARGET.length, MAX_PAYLOAD - TARGET.length + 1, MAX_PAYLOAD]) {
      const first = randomBytes(below, size);
      const { opener, sealer } = client.outbound(TARGET);
      opener.close();
      const stream = sealAll(sealer, [first]);
      const chunks = size + TARGET.length > MAX_PAYLOAD ? 2 : 1;
      assertEquals(stream.length, row.saltSize + TARGET.length + size + chunks * CHUNK_OVERHEAD);
      const plain = joined([TARGET, first]);
      // Every split of 16 kB would take minutes: those around the borders, and some between.
      const borders = [0, row.saltSize, row.saltSize + 18, row.saltSize + 18 + MAX_PAYLOAD + 16, stream.length];
      const near = borders.flatMap((at) => [at - 1, at, at + 1]);
      for (const at of [...near, 4099, 8191, 12289].filter((at) => at >= 0 && at <= stream.length)) {
        assertBytes(openAll(await newOpener(), splitAt(stream, at)), plain, `${size}, split at ${at}`);
      }
    }
  });

  test(`${title} cuts a large write into chunks of the largest payload, and makes none of an empty one`, async () => {
    const client = await makeEnd2017(served);
    const { opener, sealer } = client.outbound(NOTHING);
    opener.close();
    const lengths = sealEach(sealer, [
      Uint8Array.of(1),
      NOTHING,
      new Uint8Array(3 * MAX_PAYLOAD),
      new Uint8Array(3 * MAX_PAYLOAD + 1),
    ]).map((part) => part.length);
    assertEquals(lengths, [
      row.saltSize + 1 + CHUNK_OVERHEAD,
      0,
      3 * (MAX_PAYLOAD + CHUNK_OVERHEAD),
      3 * MAX_PAYLOAD + 1 + 4 * CHUNK_OVERHEAD,
    ]);
  });

  test(`${title} calls a stream truncated that ends inside a chunk, and no other`, async () => {
    const hand = await HandSealer.make(served);
    const stream = hand.chunk(TARGET).chunk(Uint8Array.of(1, 2, 3)).end();
    const clean = [0, ...hand.ends.filter((_, i) => i % 2 === 0)];
    for (let at = 0; at <= stream.length; at++) {
      const { failure } = openParts(await newOpener(), [stream.subarray(0, at)]);
      if (clean.includes(at)) assertEquals(failure, null, `cut at ${at}`);
      else assertFault(failure, "truncated", `cut at ${at}`);
    }
  });

  test(`${title} refuses a length of 0 and one above 0x3fff, though they are authentic`, async () => {
    for (const size of [0, 0x4000, 0x4001, 0x7fff, 0x8000, 0xc001, 0xffff]) {
      const hand = await HandSealer.make(served);
      const stream = hand.chunk(TARGET).length(size).piece(new Uint8Array(size)).end();
      const { plain, failure } = openParts(await newOpener(), byteByByte(stream.subarray(0, hand.ends[3])));
      assertFault(failure, "protocol", `length ${size}`);
      assertEquals(toHex(plain), toHex(TARGET));
      assertFault(openParts(await newOpener(), [stream]).failure, "protocol", `length ${size}, whole`);
    }
    const hand = await HandSealer.make(served);
    const largest = hand.chunk(new Uint8Array(0x3fff)).end();
    assertEquals(openAll(await newOpener(), [largest]).length, 0x3fff);
  });

  test(`${title} throws when it is used after it was closed`, async () => {
    const { opener, sealer } = inboundOf(await makeEnd2017(served));
    opener.close();
    sealer.close();
    assertThrows(() => opener.open(new Uint8Array(100), new Uint8Array(100)), Error, "closed");
    assertThrows(() => sealer.seal(TARGET, new Uint8Array(100)), Error, "closed");
  });
}

function assertFault(failure: unknown, fault: CipherError["fault"], what: string): void {
  assert(failure instanceof CipherError, `${what}: ${failure}`);
  assertEquals(failure.fault, fault, what);
}
