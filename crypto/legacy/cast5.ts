/** CAST5, which is CAST-128 with a key of 128 bits, encrypting (RFC 2144). @module */

import type { BlockCipher } from "../types.ts";
import { cast5Boxes } from "./cast5_boxes.ts";
import { be32, checkKey, once, putBe32 } from "./words.ts";

/** CAST5 under a key of 16 bytes. */
export function cast5(key: Uint8Array): BlockCipher {
  checkKey("CAST5", key, 16);
  const { add, mix, subtract } = roundFunctions();
  const { masks, turns } = expandKey(key);

  return {
    blockSize: 8,
    encryptBlock(block) {
      let left = be32(block, 0);
      let right = be32(block, 4);
      // The three kinds of round take turns (RFC 2144 §2.2); sixteen rounds are five times three, and one.
      for (let i = 0; i < 15; i += 3) {
        const first = left ^ add(right, masks[i]!, turns[i]!);
        const second = right ^ mix(first, masks[i + 1]!, turns[i + 1]!);
        left = second;
        right = first ^ subtract(second, masks[i + 2]!, turns[i + 2]!);
      }
      putBe32(block, 0, left ^ add(right, masks[15]!, turns[15]!));
      putBe32(block, 4, right);
    },
  };
}

/** The round functions of types 1, 2 and 3 (RFC 2144 §2.2) of half a block, a masking key and a rotation key. */
const roundFunctions = once(() => {
  const [s1, s2, s3, s4] = someBoxes(0);
  return {
    add(half: number, mask: number, turn: number): number {
      const sum = mask + half;
      const i = (sum << turn) | (sum >>> (32 - turn));
      return ((s1[i >>> 24]! ^ s2[(i >>> 16) & 255]!) - s3[(i >>> 8) & 255]!) + s4[i & 255]!;
    },
    mix(half: number, mask: number, turn: number): number {
      const sum = mask ^ half;
      const i = (sum << turn) | (sum >>> (32 - turn));
      return ((s1[i >>> 24]! - s2[(i >>> 16) & 255]!) + s3[(i >>> 8) & 255]!) ^ s4[i & 255]!;
    },
    subtract(half: number, mask: number, turn: number): number {
      const sum = mask - half;
      const i = (sum << turn) | (sum >>> (32 - turn));
      return ((s1[i >>> 24]! + s2[(i >>> 16) & 255]!) ^ s3[(i >>> 8) & 255]!) - s4[i & 255]!;
    },
  };
});

/** Four boxes from `first` on. */
function someBoxes(first: number): [Int32Array, Int32Array, Int32Array, Int32Array] {
  const boxes = cast5Boxes();
  return [boxes[first]!, boxes[first + 1]!, boxes[first + 2]!, boxes[first + 3]!];
}

/** Masking keys (all of 32 bits) and rotation keys (the low 5 bits), one of each for a round (RFC 2144 §2.4). */
function expandKey(key: Uint8Array): { masks: Int32Array; turns: Int32Array } {
  const state = new Uint8Array(32); // x0 to xF, then z0 to zF
  state.set(key);
  const keys: number[] = [];
  for (let half = 0; half < 2; half++) {
    for (const [mixing, taking] of schedule()) {
      mixing.forEach((step) => putBe32(state, step.to, be32(state, step.from) ^ boxed(state, step.boxed)));
      taking.forEach((step) => keys.push(boxed(state, step.boxed)));
    }
  }
  return { masks: Int32Array.from(keys.slice(0, 16)), turns: Int32Array.from(keys.slice(16), (key) => key & 31) };
}

/** What the boxes make of the bytes at five places: S5, S6, S7, S8, and for the fifth the box that is named. */
function boxed(state: Uint8Array, { places, fifth }: Boxed): number {
  const [s5, s6, s7, s8] = someBoxes(4);
  const [a, b, c, d, e] = places.map((place) => state[place]!);
  return s5[a!]! ^ s6[b!]! ^ s7[c!]! ^ s8[d!]! ^ someBoxes(4)[fifth & 3]![e!]!;
}

/** Five bytes of the state and the box of the fifth, counted from S5. */
interface Boxed {
  places: number[];
  fifth: number;
}

/** Four bytes of the state replaced by others, XOR what the boxes make of five. */
interface Mixing {
  to: number;
  from: number;
  boxed: Boxed;
}

/** The equations of RFC 2144 §2.4, once over: new bytes of z or x (target, source, five of the boxes), … */
const MIX_Z = "z0 x0 xD xF xC xE x8, z4 x8 z0 z2 z1 z3 xA, z8 xC z7 z6 z5 z4 x9, zC x4 zA z9 zB z8 xB";
const MIX_X = "x0 z8 z5 z7 z4 z6 z0, x4 z0 x0 x2 x1 x3 z2, x8 z4 x7 x6 x5 x4 z1, xC zC xA x9 xB x8 z3";
/** … and the keys taken after each: K1 to K4, K5 to K8, K9 to K12, K13 to K16. */
const TAKE = [
  "z8 z9 z7 z6 z2, zA zB z5 z4 z6, zC zD z3 z2 z9, zE zF z1 z0 zC",
  "x3 x2 xC xD x8, x1 x0 xE xF xD, x7 x6 x8 x9 x3, x5 x4 xA xB x7",
  "z3 z2 zC zD z9, z1 z0 zE zF zC, z7 z6 z8 z9 z2, z5 z4 zA zB z6",
  "x8 x9 x7 x6 x3, xA xB x5 x4 x7, xC xD x3 x2 x8, xE xF x1 x0 xD",
];

/** The equations as numbers. */
const schedule = once((): [Mixing[], { boxed: Boxed }[]][] =>
  TAKE.map((taking, i) => [
    equations(i % 2 === 0 ? MIX_Z : MIX_X).map(([to, from, ...places], row) => ({
      to: to!,
      from: from!,
      boxed: { places, fifth: row + 2 },
    })),
    equations(taking).map((places, row) => ({ boxed: { places, fifth: row } })),
  ])
);

/** Each equation's names (x0 to xF, z0 to zF) as places in the state. */
function equations(text: string): number[][] {
  const place = (name: string) => parseInt(name.slice(1), 16) + (name.startsWith("z") ? 16 : 0);
  return text.split(", ").map((equation) => equation.split(" ").map(place));
}
