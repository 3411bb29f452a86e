import { assert, assertEquals, test } from "#test";
import type { Aead, CipherFault } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { Hand2022, variableHeader } from "./by_hand_2022.ts";
import { assertFault } from "./faults.ts";
import { joined, randomBytes, randomParts, seeded } from "./random.ts";
import { counting, withScript } from "./scripted_random.ts";
import { client2022, type Served2022, SERVED_2022, server2022 } from "./served_2022.ts";
import { byteByByte, openAll, type Opened, openParts, sealAll, sealEach } from "./streams.ts";

const TARGET = Uint8Array.of(3, 4, 0x68, 0x6f, 0x73, 0x74, 1, 187);
const PAYLOAD = Uint8Array.of(1, 2, 3);
const LATER = [Uint8Array.of(4, 5, 6, 7), Uint8Array.of(8)];

/** One direction of a short recorded stream, which can be opened again and again. */
interface Recorded {
  readonly way: string;
  readonly stream: Uint8Array;
  /** Bytes that must come at once. */
  readonly headSize: number;
  /** What each piece puts out, and where it ends. */
  readonly pieces: readonly { readonly plain: Uint8Array; readonly end: number }[];
  open(parts: Iterable<Uint8Array>): Opened;
}

function recordings(served: Served2022): Recorded[] {
  const { saltSize } = served.row;
  const asking = counting(saltSize, 0x55);
  const up = new Hand2022(served).request(variableHeader(TARGET, 2, PAYLOAD));
  const down = new Hand2022(served).response(asking, PAYLOAD);
  for (const chunk of LATER) up.chunk(chunk), down.chunk(chunk);
  const pieces = (hand: Hand2022, first: Uint8Array) => {
    const [, , end, , second, , third] = hand.ends;
    return [{ plain: first, end: end! }, { plain: LATER[0]!, end: second! }, { plain: LATER[1]!, end: third! }];
  };
  return [{
    way: "request",
    stream: up.end(),
    headSize: up.ends[1]!,
    pieces: pieces(up, joined([TARGET, PAYLOAD])),
    open: (parts) => openParts(server2022(served).inbound("").opener, parts),
  }, {
    way: "response",
    stream: down.end(),
    headSize: down.ends[1]!,
    pieces: pieces(down, PAYLOAD),
    open(parts) {
      const { opener, sealer } = client2022(served).outbound(TARGET);
      withScript([asking], () => sealAll(sealer, [PAYLOAD]));
      return openParts(opener, parts);
    },
  }];
}

/** The plaintext of the pieces that end by then. */
function plainUntil({ pieces }: Recorded, end: number): string {
  return toHex(joined(pieces.filter((piece) => piece.end <= end).map(({ plain }) => plain)));
}

/** The head at once, then byte by byte. */
function* slowly({ stream, headSize }: Recorded, bytes: Uint8Array = stream): Iterable<Uint8Array> {
  yield bytes.subarray(0, headSize);
  yield* byteByByte(bytes.subarray(headSize));
}

for (const served of SERVED_2022) {
  const { title } = served;

  test(`${title} carries writes of every size both ways`, () => {
    const below = seeded(title.length);
    const writes = [1, 2, 16383, 16384, 40, 0xffff, 0x10000, below(100_000)].map((size) => randomBytes(below, size));
    const far = client2022(served).outbound(TARGET);
    const near = server2022(served).inbound("");
    const up = sealEach(far.sealer, writes);
    const arrivals = [up[0]!, ...randomParts(below, joined(up.slice(1)), 90_000)];
    assert(toHex(openAll(near.opener, arrivals)) === toHex(joined([TARGET, ...writes])));
    const [first, ...down] = sealEach(near.sealer, writes.slice(0, 6));
    const answers = [first!, ...randomParts(below, joined(down), 9000)];
    assert(toHex(openAll(far.opener, answers)) === toHex(joined(writes.slice(0, 6))));
  });

  test(`${title} carries many small writes in whatever pieces they arrive`, () => {
    const below = seeded(title.length + 1);
    for (const most of [1, 7, 50, 2000]) {
      const writes = Array.from({ length: 12 }, () => randomBytes(below, below(60)));
      const far = client2022(served).outbound(TARGET);
      const near = server2022(served).inbound("");
      const [head, ...rest] = sealEach(far.sealer, writes);
      const up = [head!, ...randomParts(below, joined(rest), most)];
      assertEquals(toHex(openAll(near.opener, up)), toHex(joined([TARGET, ...writes])));
      const [first, ...more] = sealEach(near.sealer, [Uint8Array.of(9), ...writes]);
      const down = [first!, ...randomParts(below, joined(more), most)];
      assertEquals(toHex(openAll(far.opener, down)), toHex(joined([Uint8Array.of(9), ...writes])));
    }
  });

  for (const recorded of recordings(served)) {
    const { way, stream, headSize } = recorded;

    test(`${title} detects a change of any byte of a ${way}, and releases nothing from the changed piece on`, () => {
      const below = seeded(title.length);
      for (let at = 0; at < stream.length; at++) {
        const tampered = stream.slice();
        tampered[at]! ^= 1 << below(8);
        const opened = recorded.open(slowly(recorded, tampered));
        assertFault(opened.failure, "authentication", `byte ${at}, slowly`);
        assertEquals(toHex(opened.plain), plainUntil(recorded, at), `byte ${at}`);
        const whole = recorded.open([tampered]);
        assertFault(whole.failure, "authentication", `byte ${at}, whole`);
        assertEquals(whole.plain.length, 0);
      }
    });

    test(`${title} detects pieces of a ${way} that are left out, doubled or swapped`, () => {
      const ends = [headSize, ...recorded.pieces.map(({ end }) => end)];
      const [first, a, b] = ends.slice(1).map((end, i) => stream.subarray(ends[i], end));
      for (const order of [[a, b], [first, b], [first, first, a, b], [first, a, a, b], [first, b, a], [a, first, b]]) {
        const parts = [stream.subarray(0, headSize), ...order.map((piece) => piece!)];
        assertFault(recorded.open(parts).failure, "authentication");
      }
    });

    test(`${title} calls a ${way} truncated that ends inside a piece, and no other`, () => {
      const clean = recorded.pieces.map(({ end }) => end);
      for (let at = 0; at <= stream.length; at++) {
        const { plain, failure } = recorded.open(at === 0 ? [] : [stream.subarray(0, at)]);
        assertEquals(toHex(plain), plainUntil(recorded, at), `cut at ${at}`);
        const expected: CipherFault | null = at === 0 || clean.includes(at)
          ? null
          : at < headSize
          ? "authentication"
          : "truncated";
        if (expected === null) assertEquals(failure, null, `cut at ${at}`);
        else assertFault(failure, expected, `cut at ${at}`);
      }
    });

    test(`${title} refuses random bytes of every length in place of a ${way}`, () => {
      const below = seeded(title.length + 2);
      for (let size = 1; size <= 200; size++) {
        const { plain, failure } = recorded.open([randomBytes(below, size)]);
        assertFault(failure, "authentication", `${size} bytes`);
        assertEquals(plain.length, 0);
      }
    });
  }

  test(`${title} uses each nonce of a direction once, counting from zero, little-endian`, () => {
    const logs: { sealed: string[]; opened: string[] }[] = [];
    const recording = (aead: Aead): Aead => {
      const log = { sealed: new Array<string>(), opened: new Array<string>() };
      logs.push(log);
      return {
        nonceSize: aead.nonceSize,
        tagSize: aead.tagSize,
        seal(nonce, input, out) {
          log.sealed.push(toHex(nonce));
          aead.seal(nonce, input, out);
        },
        open(nonce, input, out) {
          log.opened.push(toHex(nonce));
          return aead.open(nonce, input, out);
        },
        rekey: (key) => aead.rekey(key),
        close: () => aead.close(),
      };
    };
    const far = client2022(served, { wrap: recording }).outbound(TARGET);
    const near = server2022(served, { wrap: recording }).inbound("");
    // 150 writes: the counter's first byte runs over.
    const writes = Array.from({ length: 150 }, (_, i) => Uint8Array.of(i));
    openAll(near.opener, [sealAll(far.sealer, writes)]);
    openAll(far.opener, [sealAll(near.sealer, writes)]);
    const counted = Array.from({ length: 300 }, (_, i) => toHex(Uint8Array.of(i & 255, i >> 8)) + "00".repeat(10));
    const expected = [[300, 0], [0, 300], [300, 0], [0, 300]];
    assertEquals(logs.map(({ sealed, opened }) => [sealed.length, opened.length]), expected);
    for (const { sealed, opened } of logs) assertEquals([...sealed, ...opened], counted);
  });
}
