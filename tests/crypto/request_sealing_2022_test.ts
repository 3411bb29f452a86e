import { assert, assertEquals, test } from "#test";
import { MAX_PADDING, randomPadding } from "../../crypto/header_2022.ts";
import { toHex } from "../vectors/hex.ts";
import { joined, randomBytes, seeded } from "./random.ts";
import { counting, withRandom, withScript, word } from "./scripted_random.ts";
import { client2022, NOW, SERVED_2022, server2022 } from "./served_2022.ts";
import { openAll, sealEach } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const NOTHING = new Uint8Array(0);
const OVERHEAD = 11 + 16 + TARGET.length + 2 + 16;

test("Padding is of 1 to 900 bytes whatever chance says, and every size comes up", () => {
  const seen = new Set<number>();
  for (const value of [0, 1, 899, 900, 901, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1]) {
    const padding = withScript([word(value)], randomPadding);
    assert(padding >= 1 && padding <= MAX_PADDING, `${value} made ${padding}`);
  }
  for (let value = 0; value < 900; value++) seen.add(withScript([word(value)], randomPadding));
  assertEquals([seen.size, Math.min(...seen), Math.max(...seen)], [900, 1, 900]);
  for (let i = 0; i < 10_000; i++) {
    const padding = randomPadding();
    assert(Number.isInteger(padding) && padding >= 1 && padding <= 900, `${padding}`);
  }
});

for (const served of SERVED_2022) {
  const { title, row } = served;

  /** What a client's writes become, each by itself. */
  const request = (...writes: Uint8Array[]): Uint8Array[] => {
    const { opener, sealer } = client2022(served).outbound(TARGET);
    opener.close();
    return sealEach(sealer, writes);
  };
  const received = (stream: Uint8Array): string => toHex(openAll(server2022(served).inbound("").opener, [stream]));

  test(`${title} pads a request without payload, never by nothing, and no other`, () => {
    const salt = counting(row.saltSize, 0x40);
    for (const [chance, padding] of [[0, 1], [899, 900], [900, 1], [2 ** 32 - 1, 2 ** 32 % 900]] as const) {
      const [sealed] = withScript([salt, word(chance)], () => request(NOTHING));
      assertEquals(sealed!.length, row.saltSize + OVERHEAD + padding);
      assertEquals(received(sealed!), toHex(TARGET));
    }
    for (const size of [1, 2, 100, 2000]) {
      const [sealed] = withScript([salt], () => request(new Uint8Array(size)));
      assertEquals(sealed!.length, row.saltSize + OVERHEAD + size);
    }
  });

  test(`${title} pads by many sizes when chance is chance`, () => {
    const below = seeded(title.length);
    const fill = (bytes: Uint8Array) => bytes.set(randomBytes(below, bytes.length));
    const sizes = new Set<number>();
    withRandom(fill, () => {
      for (let i = 0; i < 100; i++) sizes.add(request(NOTHING)[0]!.length - row.saltSize - OVERHEAD);
    });
    assert(sizes.size > 70 && Math.min(...sizes) >= 1 && Math.max(...sizes) <= 900, `${sizes.size} sizes`);
  });

  test(`${title} makes a padded request first, and plain chunks of what comes later`, () => {
    const [head, ...chunks] = request(NOTHING, Uint8Array.of(1), NOTHING, Uint8Array.of(2, 3));
    assertEquals(chunks.map((chunk) => chunk.length), [1 + 34, 0, 2 + 34]);
    assertEquals(received(joined([head!, ...chunks])), `${toHex(TARGET)}010203`);
  });

  test(`${title} sends as much as fits with the head, and 65535 bytes as one chunk`, () => {
    const room = 0xffff - TARGET.length - 2;
    const sizes = [room - 1, room, room + 1, 0xffff, 2 * 0xffff];
    const heads = sizes.map((size) => request(new Uint8Array(size).fill(7))[0]!);
    assertEquals(heads.map((head, i) => head.length - row.saltSize - OVERHEAD - sizes[i]!), [0, 0, 34, 34, 68]);
    for (const [i, head] of heads.entries()) assert(received(head) === toHex(TARGET) + "07".repeat(sizes[i]!));
    const [, ...chunks] = request(Uint8Array.of(1), new Uint8Array(0xffff), new Uint8Array(0xffff + 1));
    assertEquals(chunks.map((chunk) => chunk.length), [0xffff + 34, 0xffff + 1 + 2 * 34]);
  });

  test(`${title} stamps each head with the time of its sending`, () => {
    let now = NOW + 0.75;
    const { opener, sealer } = client2022(served, { clock: () => now }).outbound(TARGET);
    now += 100;
    const [head] = sealEach(sealer, [Uint8Array.of(1)]);
    const server = server2022(served, { clock: () => NOW + 130 });
    assertEquals(toHex(openAll(server.inbound("").opener, [head!])), `${toHex(TARGET)}01`);
    opener.close();
  });

  test(`${title} starts every direction with a salt of its own`, () => {
    const salts = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const [head] = request(Uint8Array.of(1));
      const near = server2022(served).inbound("");
      openAll(near.opener, [head!]);
      const [answer] = sealEach(near.sealer, [Uint8Array.of(1)]);
      for (const stream of [head!, answer!]) salts.add(toHex(stream.subarray(0, row.saltSize)));
    }
    assertEquals(salts.size, 100);
  });
}
