import { assert, assertEquals, test } from "#test";
import { CipherError, type StreamMethod } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { countingSalt, HandSealer } from "./by_hand.ts";
import { SERVED_METHODS } from "./served.ts";
import { byteByByte, inboundOf, makeEnd2017, type Opened, openParts, sealAll } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);

for (const served of SERVED_METHODS) {
  const title = `${served.row.name} by ${served.provider}`;

  test(`${title} refuses a stream whose salt was seen, whole or in part, and releases nothing of it`, async () => {
    const server = await makeEnd2017(served);
    const stream = (await HandSealer.make(served)).chunk(TARGET).chunk(Uint8Array.of(1, 2)).end();
    assertEquals(toHex(receive(server, [stream]).plain), `${toHex(TARGET)}0102`);
    for (
      const parts of [[stream], byteByByte(stream), [stream.subarray(0, served.row.saltSize + 34 + TARGET.length)]]
    ) {
      const { plain, failure } = receive(server, parts);
      assertFault(failure, "replay");
      assertEquals(plain.length, 0);
    }
  });

  test(`${title} enters a salt only when its first chunk is authentic: a forgery burns nobody's salt`, async () => {
    const server = await makeEnd2017(served);
    const hand = await HandSealer.make(served);
    const stream = hand.chunk(TARGET).end();
    for (let at = served.row.saltSize; at < stream.length; at++) {
      const forged = stream.slice();
      forged[at]! ^= 1;
      assertFault(receive(server, [forged]).failure, "authentication");
    }
    // A stream that stopped before its first chunk was complete has proved nothing either.
    assertFault(receive(server, [stream.subarray(0, -1)]).failure, "truncated");
    assertEquals(toHex(receive(server, [stream]).plain), toHex(TARGET));
    assertFault(receive(server, [stream]).failure, "replay");
  });

  test(`${title} refuses what it sent itself, on either side`, async () => {
    const server = await makeEnd2017(served);
    const answer = inboundOf(server);
    answer.opener.close();
    assertFault(receive(server, [sealAll(answer.sealer, [TARGET])]).failure, "replay");

    const client = await makeEnd2017(served);
    const { opener, sealer } = client.outbound(TARGET);
    assertFault(openParts(opener, [sealAll(sealer, [Uint8Array.of(1)])]).failure, "replay");
  });

  test(`${title} takes a stream once more when its salt has been pushed out, and not before`, async () => {
    const server = await makeEnd2017(served, { salts: 2 });
    const salts = [1, 2, 3].map((shift) => countingSalt(served.row.saltSize).map((byte) => byte + shift));
    const streams: Uint8Array[] = [];
    for (const salt of salts) streams.push((await HandSealer.make(served, salt)).chunk(TARGET).end());
    const [a, b, c] = streams;
    const taken = [a, b, a, c, a].map((stream) => receive(server, [stream!]).failure === null);
    assertEquals(taken, [true, true, false, true, true]);
  });

  test(`${title} starts every direction with a salt of its own`, async () => {
    const client = await makeEnd2017(served);
    const salts = new Set<string>();
    for (let i = 0; i < 50; i++) {
      for (const { opener, sealer } of [client.outbound(TARGET), inboundOf(client)]) {
        opener.close();
        salts.add(toHex(sealAll(sealer, [TARGET]).subarray(0, served.row.saltSize)));
      }
    }
    assertEquals(salts.size, 100);
  });
}

/** A client's connection that brings these bytes and no more. */
function receive(server: StreamMethod, parts: Iterable<Uint8Array>): Opened {
  const { opener, sealer } = inboundOf(server);
  sealer.close();
  return openParts(opener, parts);
}

function assertFault(failure: unknown, fault: CipherError["fault"]): void {
  assert(failure instanceof CipherError, String(failure));
  assertEquals(failure.fault, fault);
}
