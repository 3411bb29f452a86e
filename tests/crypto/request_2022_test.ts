import { assert, assertEquals, assertThrows, test } from "#test";
import type { Crypt, InboundMethod } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { fixedHeader, Hand2022, variableHeader } from "./by_hand_2022.ts";
import { assertFault } from "./faults.ts";
import { joined, randomBytes, seeded } from "./random.ts";
import { client2022, NOW, SERVED_2022, server2022 } from "./served_2022.ts";
import { counting } from "./scripted_random.ts";
import { byteByByte, openAll, type Opened, openParts, sealAll, splitAt } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const PAYLOAD = Uint8Array.of(1, 2, 3);
const PLAIN = toHex(joined([TARGET, PAYLOAD]));
const NOTHING = new Uint8Array(0);

/** A client's connection that brings these bytes and no more. */
function receive(server: InboundMethod, parts: Iterable<Uint8Array>): Opened {
  const { opener, sealer } = server.inbound("");
  sealer.close();
  return openParts(opener, parts);
}

for (const served of SERVED_2022) {
  const { title, row } = served;
  const headSize = row.saltSize + 11 + 16;

  test(`${title} refuses a request whose head is split, wherever, like one with a wrong tag`, () => {
    const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).end();
    const server = server2022(served);
    for (let at = 1; at < headSize; at++) {
      for (const parts of [splitAt(stream, at), [stream.subarray(0, at)]]) {
        const { plain, failure } = receive(server, parts);
        assertFault(failure, "authentication", `split at ${at}`);
        assertEquals(plain.length, 0);
      }
    }
    assertFault(receive(server, byteByByte(stream)).failure, "authentication");
    const forged = stream.slice();
    forged[headSize - 1]! ^= 1;
    assertFault(receive(server, [forged]).failure, "authentication");
    // None of these has burnt the salt.
    assertEquals(toHex(receive(server, [stream]).plain), PLAIN);
  });

  test(`${title} takes a request in any parts once its head is whole`, () => {
    const chunks = [1, 20, 60].map((size) => randomBytes(seeded(size), size));
    const hand = new Hand2022(served).request(variableHeader(TARGET, 5, PAYLOAD));
    for (const chunk of chunks) hand.chunk(chunk);
    const stream = hand.end();
    const plain = PLAIN + toHex(joined(chunks));
    for (let at = headSize; at <= stream.length; at++) {
      assertEquals(toHex(openAll(server2022(served).inbound("").opener, splitAt(stream, at))), plain, `split at ${at}`);
    }
    const slowly = [stream.subarray(0, headSize), ...byteByByte(stream.subarray(headSize))];
    assertEquals(toHex(openAll(server2022(served).inbound("").opener, slowly)), plain);
  });

  test(`${title} puts plaintext out as soon as the last byte of its piece is there, and no sooner`, () => {
    const hand = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).chunk(PAYLOAD).chunk(TARGET);
    const stream = hand.end();
    const [, head, ...rest] = hand.ends;
    const { opener } = server2022(served).inbound("");
    const out = new Uint8Array(stream.length);
    const grew: number[] = [];
    assertEquals(opener.open(stream.slice(0, head), out), 0);
    for (let at = head!; at < stream.length; at++) {
      if (opener.open(stream.slice(at, at + 1), out) > 0) grew.push(at + 1);
    }
    opener.close();
    assertEquals(grew, [rest[0]!, rest[2]!, rest[4]!]);
  });

  test(`${title} takes clocks that are up to 30 seconds off, and says how far off the others are`, () => {
    const said: Record<number, string | null> = {};
    for (const off of [-1e9, -31, -30, -1, 0, 1, 30, 31, 38]) {
      const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD), { time: NOW + off }).end();
      const { failure, plain } = receive(server2022(served), [stream]);
      said[off] = failure === null ? null : assertFault(failure, "clock").message;
      assertEquals(plain.length, failure === null ? TARGET.length + PAYLOAD.length : 0);
    }
    assertEquals(said, {
      [-1e9]: "authenticated, clock 1000000000 s behind",
      [-31]: "authenticated, clock 31 s behind",
      [-30]: null,
      [-1]: null,
      0: null,
      1: null,
      30: null,
      31: "authenticated, clock 31 s ahead",
      38: "authenticated, clock 38 s ahead",
    });
  });

  test(`${title} compares clocks in whole seconds: a fraction makes nobody late`, () => {
    for (const fraction of [0, 0.001, 0.999]) {
      const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD), { time: NOW - 30 }).end();
      const { failure } = receive(server2022(served, { clock: () => NOW + fraction }), [stream]);
      assertEquals(failure, null);
    }
  });

  test(`${title} refuses a request of any other type, and any timestamp that no clock shows`, () => {
    for (const type of [1, 2, 0x80, 0xff]) {
      const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD), { type }).end();
      const { message } = assertFault(receive(server2022(served), [stream]).failure, "protocol");
      assertEquals(message, `Cannot open the header: expected type 0, got ${type}`);
    }
    const fixed = fixedHeader(0, 0, NOTHING, 20);
    fixed.fill(0xff, 1, 9);
    const stream = new Hand2022(served).piece(fixed).piece(variableHeader(TARGET, 0, PAYLOAD)).end();
    assertFault(receive(server2022(served), [stream]).failure, "clock");
  });

  test(`${title} refuses a variable header whose parts do not fit, or that says nothing`, () => {
    const name = Uint8Array.of(3, 4, 97, 98, 99, 100, 0, 80);
    const bad: Record<string, Uint8Array> = {
      "neither payload nor padding": variableHeader(TARGET, 0, NOTHING),
      "a name, neither payload nor padding": variableHeader(name, 0, NOTHING),
      "padding past the header by a byte": variableHeader(TARGET, 4, NOTHING, 5),
      "padding past the header, over payload": variableHeader(TARGET, 4, PAYLOAD, 8),
      "padding far past the header": variableHeader(TARGET, 4, PAYLOAD, 0xffff),
      "nothing at all": NOTHING,
      "no padding length": TARGET,
      "half a padding length": joined([TARGET, Uint8Array.of(0)]),
      "half an address": TARGET.subarray(0, 3),
      "a type alone": Uint8Array.of(3),
      "a name that goes past the header": Uint8Array.of(3, 200, 97, 98, 0, 80, 0, 0, 1),
      "a name of no bytes": Uint8Array.of(3, 0, 0, 80, 0, 0, 1, 2, 3),
      "an unknown type of address": joined([Uint8Array.of(5), TARGET.subarray(1), PAYLOAD]),
      "type 0": new Uint8Array(40),
    };
    for (const [what, variable] of Object.entries(bad)) {
      const { plain, failure } = receive(server2022(served), [new Hand2022(served).request(variable).end()]);
      assertFault(failure, "protocol", what);
      assertEquals(plain.length, 0, what);
    }
  });

  test(`${title} takes padding of any size, with payload and without, and keeps none of it`, () => {
    for (
      const [padding, payload] of [[1, NOTHING], [900, NOTHING], [1, PAYLOAD], [900, PAYLOAD], [3000, PAYLOAD]] as const
    ) {
      for (const target of [TARGET, counting(19, 4), Uint8Array.of(3, 1, 97, 0, 80)]) {
        const stream = new Hand2022(served).request(variableHeader(target, padding, payload)).chunk(PAYLOAD).end();
        const { plain, failure } = receive(server2022(served), [stream]);
        assertEquals(failure, null);
        assertEquals(toHex(plain), toHex(joined([target, payload, PAYLOAD])), `${padding} bytes`);
      }
    }
  });

  test(`${title} refuses a request again for as long as its timestamp can pass, and no longer`, () => {
    for (const ahead of [-30, 0, 30]) {
      let now = NOW;
      const server = server2022(served, { clock: () => now });
      const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD), { time: NOW + ahead }).end();
      assertEquals(receive(server, [stream]).failure, null);
      for (const later of [0, 1, 29.999, 30, 59.999, 60, 60.5, 60.999, 61]) {
        now = NOW + later;
        const late = Math.floor(later) - ahead > 30;
        assertFault(receive(server, [stream]).failure, late ? "clock" : "replay", `${ahead}, ${later} s later`);
      }
    }
  });

  test(`${title} enters a salt only with a head that is authentic and in time`, () => {
    const server = server2022(served);
    const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).end();
    for (let at = row.saltSize; at < headSize; at++) {
      const forged = stream.slice();
      forged[at]! ^= 1;
      assertFault(receive(server, [forged]).failure, "authentication");
    }
    const bad = new Hand2022(served, { key: counting(row.keySize, 9) }).request(variableHeader(TARGET, 0, PAYLOAD))
      .end();
    assertFault(receive(server, [bad]).failure, "authentication");
    const late = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD), { time: NOW - 31 }).end();
    assertFault(receive(server, [late]).failure, "clock");
    const answer = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD), { type: 1 }).end();
    assertFault(receive(server, [answer]).failure, "protocol");
    assertEquals(toHex(receive(server, [stream]).plain), PLAIN);
    assertFault(receive(server, [stream]).failure, "replay");
  });

  test(`${title} refuses at a server what it sent itself, and what another server sent`, () => {
    const [server, other] = [server2022(served), server2022(served)];
    const stream = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).end();
    for (const { sealer } of [asked(server, stream), asked(other, stream)]) {
      assertFault(receive(server, [sealAll(sealer, [new Uint8Array(100)])]).failure, "authentication");
    }
  });

  test(`${title} sends nothing while it has nothing to send, and nothing before it was asked`, () => {
    const server = server2022(served);
    const { sealer } = asked(server, new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).end());
    const out = new Uint8Array(200);
    assertEquals(sealer.seal(NOTHING, out), 0);
    assertEquals(sealer.seal(NOTHING, out), 0);
    assert(out.every((byte) => byte === 0));
    assertEquals(sealer.seal(PAYLOAD, out), row.saltSize + 11 + row.saltSize + 16 + PAYLOAD.length + 16);
    assertEquals(sealer.seal(NOTHING, out), 0);
    sealer.close();
    const early = server.inbound("");
    assertThrows(() => early.sealer.seal(PAYLOAD, out), Error, "no request");
    early.opener.end();
    early.opener.close();
    early.sealer.close();
  });

  test(`${title} throws when it is used after it was closed`, () => {
    const server = server2022(served);
    for (const { opener, sealer } of [server.inbound(""), client2022(served).outbound(TARGET)]) {
      opener.close();
      sealer.close();
      assertThrows(() => opener.open(new Uint8Array(100), new Uint8Array(100)), Error, "closed");
      assertThrows(() => sealer.seal(PAYLOAD, new Uint8Array(2000)), Error, "closed");
    }
    const begun = client2022(served).outbound(TARGET);
    begun.sealer.seal(PAYLOAD, new Uint8Array(2000));
    for (const half of [begun.opener, begun.sealer, begun.opener, begun.sealer]) half.close();
    assertThrows(() => begun.sealer.seal(PAYLOAD, new Uint8Array(2000)), Error, "closed");
  });

  test(`${title} refuses a chunk of no bytes, and takes one of 65535`, () => {
    const hand = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).chunk(NOTHING);
    const empty = hand.end();
    const { plain, failure } = receive(server2022(served), [
      empty.subarray(0, hand.ends[2]),
      empty.subarray(hand.ends[2]),
    ]);
    assertFault(failure, "protocol");
    assertEquals(toHex(plain), PLAIN);
    const large = new Hand2022(served).request(variableHeader(TARGET, 0, PAYLOAD)).chunk(new Uint8Array(0xffff)).end();
    assertEquals(
      receive(server2022(served), [large.subarray(0, 5000), large.subarray(5000)]).plain.length,
      0xffff + 10,
    );
  });
}

/** A connection that has been asked this. */
function asked(server: InboundMethod, stream: Uint8Array): Crypt {
  const crypt = server.inbound("");
  openAll(crypt.opener, [stream]);
  return crypt;
}
