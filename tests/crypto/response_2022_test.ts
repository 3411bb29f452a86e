import { assert, assertEquals, test } from "#test";
import type { Crypt } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { Hand2022 } from "./by_hand_2022.ts";
import { assertFault, assertRefused } from "./faults.ts";
import { joined, randomBytes, seeded } from "./random.ts";
import { counting } from "./scripted_random.ts";
import { client2022, NOW, type Served2022, SERVED_2022, server2022 } from "./served_2022.ts";
import { byteByByte, openAll, type Opened, openParts, sealAll, splitAt } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const PAYLOAD = Uint8Array.of(1, 2, 3);
const NOTHING = new Uint8Array(0);

/** A connection that has asked, and what it asked with. */
interface Asked {
  readonly opener: Crypt["opener"];
  readonly request: Uint8Array;
  readonly salt: Uint8Array;
}

function ask(served: Served2022, clock = () => NOW): Asked {
  const { opener, sealer } = client2022(served, { clock }).outbound(TARGET);
  const request = sealAll(sealer, [PAYLOAD]);
  return { opener, request, salt: request.slice(0, served.row.saltSize) };
}

/** What a client makes of an answer to its request. */
function answered(served: Served2022, make: (salt: Uint8Array) => Iterable<Uint8Array>): Opened {
  const { opener, salt } = ask(served);
  return openParts(opener, make(salt));
}

for (const served of SERVED_2022) {
  const { title, row } = served;
  const headSize = row.saltSize + 11 + row.saltSize + 16;

  test(`${title} refuses a response whose head is split, wherever, like one with a wrong tag`, () => {
    for (let at = 1; at < headSize; at++) {
      for (const cut of [splitAt, (bytes: Uint8Array, at: number) => [bytes.subarray(0, at)]]) {
        const { plain, failure } = answered(
          served,
          (salt) => cut(new Hand2022(served).response(salt, PAYLOAD).end(), at),
        );
        assertFault(failure, "authentication", `split at ${at}`);
        assertEquals(plain.length, 0);
      }
    }
  });

  test(`${title} takes a response in any parts once its head is whole`, () => {
    const chunks = [1, 20, 60].map((size) => randomBytes(seeded(size), size));
    const make = (salt: Uint8Array) => {
      const hand = new Hand2022(served).response(salt, PAYLOAD);
      for (const chunk of chunks) hand.chunk(chunk);
      return hand.end();
    };
    const plain = toHex(joined([PAYLOAD, ...chunks]));
    const size = make(counting(row.saltSize)).length;
    for (let at = headSize; at <= size; at++) {
      const opened = answered(served, (salt) => splitAt(make(salt), at));
      assertEquals([toHex(opened.plain), opened.failure], [plain, null], `split at ${at}`);
    }
    const slowly = answered(served, (salt) => {
      const stream = make(salt);
      return [stream.subarray(0, headSize), ...byteByByte(stream.subarray(headSize))];
    });
    assertEquals([toHex(slowly.plain), slowly.failure], [plain, null]);
  });

  test(`${title} takes an end without a single byte as an empty answer`, () => {
    assertEquals(answered(served, () => []), { plain: NOTHING, failure: null });
    const { opener } = client2022(served).outbound(TARGET);
    opener.end();
    opener.close();
  });

  test(`${title} takes a response whose first payload is empty`, () => {
    const { plain, failure } = answered(served, (salt) => [new Hand2022(served).response(salt, NOTHING).end()]);
    assertEquals([plain.length, failure], [0, null]);
    const more = answered(served, (salt) => [new Hand2022(served).response(salt, NOTHING).chunk(PAYLOAD).end()]);
    assertEquals([toHex(more.plain), more.failure], [toHex(PAYLOAD), null]);
  });

  test(`${title} calls a response truncated that ends in its first payload or in a chunk, and no other`, () => {
    const make = (salt: Uint8Array) => new Hand2022(served).response(salt, PAYLOAD).chunk(PAYLOAD).end();
    const clean = [headSize + 3 + 16, headSize + 3 + 16 + 18 + 3 + 16];
    for (let at = headSize; at <= clean[1]!; at++) {
      const { failure } = answered(served, (salt) => [make(salt).subarray(0, at)]);
      if (clean.includes(at)) assertEquals(failure, null, `cut at ${at}`);
      else assertFault(failure, "truncated", `cut at ${at}`);
    }
  });

  test(`${title} refuses a response that echoes another salt, in whichever byte`, () => {
    for (let at = 0; at < row.saltSize; at++) {
      const { plain, failure } = answered(served, (salt) => {
        const other = salt.slice();
        other[at]! ^= 0x10;
        return [new Hand2022(served).response(other, PAYLOAD).end()];
      });
      const { message } = assertFault(failure, "protocol", `byte ${at}`);
      assertEquals(message, "Cannot open the response: it answers another request");
      assertEquals(plain.length, 0);
    }
  });

  test(`${title} refuses the answer to another connection of the same client`, () => {
    const [mine, other] = [ask(served), ask(served)];
    const { opener, sealer } = server2022(served).inbound("");
    openAll(opener, [other.request]);
    const answer = sealAll(sealer, [PAYLOAD]);
    assertFault(openParts(mine.opener, [answer]).failure, "protocol");
    assertEquals(toHex(openAll(other.opener, [answer])), toHex(PAYLOAD));
  });

  test(`${title} takes servers' clocks that are up to 30 seconds off, and says how far off the others are`, () => {
    for (const off of [-31, -30, 0, 30, 31]) {
      const { failure } = answered(served, (salt) => [
        new Hand2022(served).response(salt, PAYLOAD, { time: NOW + off }).end(),
      ]);
      if (Math.abs(off) <= 30) assertEquals(failure, null, `${off} s`);
      else {assertEquals(
          assertFault(failure, "clock").message,
          `authenticated, clock 31 s ${off > 0 ? "ahead" : "behind"}`,
        );}
    }
  });

  test(`${title} judges the server's clock when the answer comes, not when it was asked`, () => {
    let now = NOW;
    const { opener, salt } = ask(served, () => now);
    now += 3600;
    const answer = new Hand2022(served).response(salt, PAYLOAD, { time: now }).end();
    assertEquals(toHex(openAll(opener, [answer])), toHex(PAYLOAD));
  });

  test(`${title} refuses a response of any other type`, () => {
    for (const type of [0, 2, 0x81, 0xff]) {
      const { failure } = answered(served, (salt) => [new Hand2022(served).response(salt, PAYLOAD, { type }).end()]);
      assertEquals(assertFault(failure, "protocol").message, `Cannot open the header: expected type 1, got ${type}`);
    }
  });

  test(`${title} refuses at a client the request that it sent, whole and with more behind it`, () => {
    const { opener, request } = ask(served);
    assertFault(openParts(opener, [request]).failure, "authentication");
    const { opener: again, sealer } = client2022(served).outbound(TARGET);
    const long = sealAll(sealer, [PAYLOAD, new Uint8Array(300)]);
    assertFault(openParts(again, [long]).failure, "authentication");
  });

  test(`${title} refuses a response that comes before anything was asked`, () => {
    const { opener, sealer } = client2022(served).outbound(TARGET);
    const answer = new Hand2022(served).response(counting(row.saltSize), PAYLOAD).end();
    assertRefused(() => opener.open(answer, new Uint8Array(answer.length)), "protocol");
    opener.close();
    sealer.close();
  });

  test(`${title} puts a 65535-byte answer into its first piece, and cuts a larger one`, () => {
    const { opener, request } = ask(served);
    const near = server2022(served).inbound("");
    openAll(near.opener, [request]);
    const [first, second] = [0xffff, 0xffff + 1].map((size) => randomBytes(seeded(size), size));
    const answer = sealAll(near.sealer, [first!, second!]);
    assertEquals(answer.length, headSize + 0xffff + 16 + 0xffff + 34 + 1 + 34);
    assert(toHex(openAll(opener, [answer])) === toHex(first!) + toHex(second!));
  });
}
