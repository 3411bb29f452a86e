import { assertEquals, assertThrows, test } from "#test";
import { CounterNonce } from "../../crypto/nonce.ts";
import type { Aead } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { SERVED_METHODS } from "./served.ts";
import { byteByByte, inboundOf, makeEnd2017, openAll, sealAll } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);

for (const served of SERVED_METHODS) {
  test(`${served.row.name} by ${served.provider} uses each nonce once, counting from zero, little-endian`, async () => {
    const sealed: string[] = [];
    const opened: string[] = [];
    const recording = (aead: Aead): Aead => ({
      nonceSize: aead.nonceSize,
      tagSize: aead.tagSize,
      seal(nonce, input, out) {
        sealed.push(toHex(nonce));
        aead.seal(nonce, input, out);
      },
      open(nonce, input, out) {
        opened.push(toHex(nonce));
        return aead.open(nonce, input, out);
      },
      rekey: (key) => aead.rekey(key),
      close: () => aead.close(),
    });
    const client = await makeEnd2017(served, { wrap: recording });
    const server = await makeEnd2017(served, { wrap: recording });
    const far = client.outbound(TARGET);
    const near = inboundOf(server);
    far.opener.close();
    near.sealer.close();
    // 150 chunks: the counter's first byte runs over.
    const writes = Array.from({ length: 150 }, (_, i) => Uint8Array.of(i));
    openAll(near.opener, byteByByte(sealAll(far.sealer, writes)));
    const size = sealed[0]!.length / 2;
    const expected = Array.from({ length: 300 }, (_, i) => toHex(littleEndian(i, size)));
    assertEquals(sealed, expected);
    assertEquals(opened, expected);
  });
}

for (const size of [12, 24]) {
  test(`A nonce of ${size} bytes counts little-endian, with every carry`, () => {
    const nonce = new CounterNonce(size);
    assertEquals(nonce.bytes.length, size);
    for (let i = 0; i < 70_000; i++) {
      // Looked at around the carries only: all of it would be most of the test's time.
      if ((i & 0xff) < 2 || (i & 0xff) > 253) assertEquals(toHex(nonce.bytes), toHex(littleEndian(i, size)));
      nonce.increment();
    }
  });

  test(`A nonce of ${size} bytes never begins anew: after the last value it throws`, () => {
    const nonce = new CounterNonce(size, 2n ** 64n - 2n);
    assertEquals(toHex(nonce.bytes), "fe" + "ff".repeat(7) + "00".repeat(size - 8));
    nonce.increment();
    for (let i = 0; i < 2; i++) {
      assertEquals(toHex(nonce.bytes), "ff".repeat(8) + "00".repeat(size - 8));
      assertThrows(() => nonce.increment(), RangeError);
    }
  });

  test(`Nonces of ${size} bytes count apart, though they show their values in the same bytes`, () => {
    const [a, b] = [new CounterNonce(size), new CounterNonce(size, 2n ** 32n - 1n)];
    a.increment();
    b.increment();
    assertEquals([...a.bytes.subarray(0, 5)], [1, 0, 0, 0, 0]);
    assertEquals([...b.bytes.subarray(0, 5)], [0, 0, 0, 0, 1]);
    assertEquals([...a.bytes.subarray(0, 5)], [1, 0, 0, 0, 0]);
  });
}

function littleEndian(value: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => i < 4 ? value >>> 8 * i & 0xff : 0);
}
