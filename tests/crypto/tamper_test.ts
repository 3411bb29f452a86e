import { assert, assertEquals, test } from "#test";
import { CipherError } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { HandSealer } from "./by_hand.ts";
import { joined, seeded } from "./random.ts";
import { SERVED_METHODS } from "./served.ts";
import { byteByByte, inboundOf, makeEnd2017, openParts } from "./streams.ts";

const PIECES = [Uint8Array.of(1, 192, 0, 2, 7, 1, 187), Uint8Array.of(4, 5, 6, 7), Uint8Array.of(8)];

for (const served of SERVED_METHODS) {
  const title = `${served.row.name} by ${served.provider}`;

  test(`${title} detects a change of any byte, and releases nothing from the changed chunk on`, async () => {
    const below = seeded(title.length);
    const hand = await HandSealer.make(served);
    for (const piece of PIECES) hand.chunk(piece);
    const stream = hand.end();
    const ends = hand.ends.filter((_, i) => i > 0 && i % 2 === 0);
    for (let at = 0; at < stream.length; at++) {
      const tampered = stream.slice();
      tampered[at]! ^= 1 << below(8);
      const before = joined(PIECES.filter((_, i) => ends[i]! <= at));
      const slow = openParts(inboundOf(await makeEnd2017(served)).opener, byteByByte(tampered));
      assertRefused(slow.failure, `byte ${at}, slowly`);
      assertEquals(toHex(slow.plain), toHex(before), `byte ${at}`);
      const whole = openParts(inboundOf(await makeEnd2017(served)).opener, [tampered]);
      assertRefused(whole.failure, `byte ${at}, whole`);
      assertEquals(whole.plain.length, 0);
    }
  });

  test(`${title} detects chunks that are left out, doubled or swapped`, async () => {
    const hand = await HandSealer.make(served);
    for (const piece of PIECES) hand.chunk(piece);
    const stream = hand.end();
    const ends = hand.ends.filter((_, i) => i % 2 === 0);
    const [salt, ...chunks] = ends.map((end, i) => stream.subarray(ends[i - 1] ?? 0, end));
    const [a, b, c] = chunks;
    for (const order of [[b, c], [a, c], [a, a, b, c], [a, b, b, c], [b, a, c], [a, c, b]]) {
      const { failure } = openParts(inboundOf(await makeEnd2017(served)).opener, [
        salt!,
        ...order.map((chunk) => chunk!),
      ]);
      assertRefused(failure, order.map((chunk) => chunks.indexOf(chunk!)).join());
    }
  });

  test(`${title} refuses random bytes of every length`, async () => {
    const below = seeded(title.length + 2);
    const overhead = served.row.saltSize + 2 + 16;
    for (let size = 0; size <= 300; size++) {
      const bytes = Uint8Array.from({ length: size }, () => below(256));
      const { plain, failure } = openParts(inboundOf(await makeEnd2017(served)).opener, [bytes]);
      assertEquals(plain.length, 0);
      assert(size === 0 || size === served.row.saltSize || failure instanceof CipherError, `${size} bytes`);
      if (size >= overhead) assertRefused(failure, `${size} bytes`);
    }
  });
}

function assertRefused(failure: unknown, what: string): void {
  assert(failure instanceof CipherError, `${what}: ${failure}`);
  assertEquals(failure.fault, "authentication", what);
}
