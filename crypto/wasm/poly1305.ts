/** Poly1305 (RFC 8439 §2.5) in five limbs of 26 bits. @module */

import { Body, type Code, fold, type Local, repeatWhile, when } from "./code.ts";
import { i32, i64 } from "./scalar.ts";

const MASK = 0x3ffffff;

/** The limbs, the lowest first. */
const LIMBS = [0, 1, 2, 3, 4] as const;

/** Blocks that are added up before one carry: h = (h + m1) r^4 + m2 r^3 + m3 r^2 + m4 r. */
const AT_ONCE = 4;

/** A number to multiply by: its limbs, and five times these. */
interface Factor {
  readonly limbs: readonly Local[];
  readonly fivefold: readonly Local[];
}

/** The variables. */
interface Frame {
  readonly from: Local;
  readonly low: Local;
  readonly high: Local;
  /** The sum so far, a block, and a product. */
  readonly h: readonly Local[];
  readonly m: readonly Local[];
  readonly d: readonly Local[];
  /** r, r^2, r^3, r^4. */
  readonly powers: readonly Factor[];
}

/** The parts of a tag's making, for a function that does something else between them. */
export interface Poly1305 {
  /** Takes the key of 32 bytes at `key`, which is for one message only: the blocks from `from` to `end`. */
  begin(key: Code, from: Code, end: Code): Code;
  /** Whether four blocks stand before `end`. */
  areFour(end: Code): Code;
  /** Takes four blocks, in pieces that may stand apart. */
  readonly takeFour: readonly Code[];
  /** Takes all blocks that stand before `end`. */
  takeAll(end: Code): Code;
  /** Writes the tag to `tag`, by the same key. */
  finish(key: Code, tag: number): Code;
}

/** The parts as code of one function, which gets their variables. */
export function poly1305(body: Body): Poly1305 {
  const frame: Frame = {
    ...{ from: body.local("i32"), low: body.local("i64"), high: body.local("i64") },
    ...{ h: body.locals("i64", 5), m: body.locals("i64", 5), d: body.locals("i64", 5) },
    powers: Array.from({ length: AT_ONCE }, () => ({
      limbs: body.locals("i64", 5),
      fivefold: body.locals("i64", 5),
    })),
  };
  const { from, powers } = frame;
  const areFour = (end: Code) => i32.gt_u(end, i32.add(from.get, i32.const(16 * AT_ONCE - 1)));
  const takeFour = addBlocks(frame, AT_ONCE);
  const isOne = (end: Code) => i32.lt_u(from.get, end);
  return {
    begin: (key, start, end) => [
      from.set(start),
      takeKey(frame, key),
      when(areFour(end), powers.slice(1).map((power, i) => raise(frame, powers[i]!, power))),
    ],
    areFour,
    takeFour,
    takeAll: (end) => [
      when(areFour(end), repeatWhile(areFour(end), takeFour)),
      when(isOne(end), repeatWhile(isOne(end), addBlocks(frame, 1))),
    ],
    finish: (key, tag) => finish(frame, key, tag),
  };
}

/** Makes r of the first half of the key, without the bits that would make it dear to multiply by. */
function takeKey({ low, high, h, powers }: Frame, key: Code): Code {
  const [{ limbs, fivefold }] = powers as [Factor];
  return [
    h.map((limb) => limb.set(i64.const(0))),
    low.set(i64.and(i64.load(key), i64.const(0x0ffffffc0fffffffn))),
    high.set(i64.and(i64.load(key, 8), i64.const(0x0ffffffc0ffffffcn))),
    limbs.map((limb, i) => limb.set(limbOf(i, low, high))),
    quintuple(limbs, fivefold),
  ];
}

function quintuple(limbs: readonly Local[], fivefold: readonly Local[]): Code {
  return fivefold.map((limb, i) => limb.set(i64.mul(limbs[i]!.get, i64.const(5))));
}

/** Makes the next power of one. */
function raise({ d, powers }: Frame, { limbs }: Factor, next: Factor): Code {
  return [
    d.map((limb, i) => limb.set(product(i, limbs, powers[0]!))),
    carry(d, next.limbs),
    quintuple(next.limbs, next.fivefold),
  ];
}

/** Takes so many blocks, in pieces of a few instructions. */
function addBlocks({ from, low, high, h, m, d, powers }: Frame, count: number): Code[] {
  return [
    ...Array.from({ length: count }, (_, block) => {
      const factor = powers[count - 1 - block]!;
      const limbs = (i: number) => i < 4 ? limbOf(i, low, high) : lastLimb(high);
      return [
        low.set(i64.load(from.get, 16 * block)),
        high.set(i64.load(from.get, 16 * block + 8)),
        ...(block === 0
          ? [
            h.map((limb, i) => limb.set(i64.add(limb.get, limbs(i)))),
            ...d.map((limb, i) => limb.set(product(i, h, factor))),
          ]
          : [
            m.map((limb, i) => limb.set(limbs(i))),
            ...d.map((limb, i) => limb.set(i64.add(limb.get, product(i, m, factor)))),
          ]),
      ];
    }).flat(),
    ...carry(d, h),
    from.set(i32.add(from.get, i32.const(16 * count))),
  ];
}

/** Limb `i` of a number of 128 bits. */
function limbOf(i: number, low: Local, high: Local): Code {
  if (i === 2) {
    const parts = i64.or(i64.shr_u(low.get, i64.const(52)), i64.shl(high.get, i64.const(12)));
    return i64.and(parts, i64.const(MASK));
  }
  const [half, bit] = i < 2 ? [low, 26 * i] : [high, 26 * i - 64];
  return i64.and(i64.shr_u(half.get, i64.const(bit)), i64.const(MASK));
}

/** The last limb of a block, with the bit that stands behind each block. */
function lastLimb(high: Local): Code {
  return i64.or(i64.shr_u(high.get, i64.const(40)), i64.const(1 << 24));
}

/** Limb `i` of a product mod 2^130 - 5: what goes beyond 2^130 counts five times. */
function product(i: number, number: readonly Local[], { limbs, fivefold }: Factor): Code {
  const terms = LIMBS.map((j) => i64.mul(number[j]!.get, (j <= i ? limbs[i - j]! : fivefold[i - j + 5]!).get));
  return fold(i64.add, terms);
}

/** Limbs of any size become limbs of 26 bits; the second may be a little larger. */
function carry(from: readonly Local[], to: readonly Local[]): Code[] {
  const over = (limb: Local) => i64.shr_u(limb.get, i64.const(26));
  const rest = (limb: Local) => i64.and(limb.get, i64.const(MASK));
  const [first, second] = to;
  return [
    ...LIMBS.slice(1).map((i) => from[i]!.set(i64.add(from[i]!.get, over(from[i - 1]!)))),
    ...LIMBS.map((i) => to[i]!.set(rest(from[i]!))),
    first!.set(i64.add(first!.get, i64.mul(over(from[4]!), i64.const(5)))),
    second!.set(i64.add(second!.get, over(first!))),
    first!.set(rest(first!)),
  ];
}

/** Takes 2^130 - 5 off if there is as much, adds the key's second half, and puts the sum out. */
function finish({ h, d, low, high }: Frame, key: Code, tag: number): Code {
  // h + 5, whose bits from 130 on say whether h is at least 2^130 - 5.
  const plus = LIMBS.map((i) => {
    const sum = i === 0
      ? i64.add(h[0]!.get, i64.const(5))
      : i64.add(h[i]!.get, i64.shr_u(d[i - 1]!.get, i64.const(26)));
    return d[i]!.set(sum);
  });
  // All ones when it is not.
  const keep = i64.sub(i64.shr_u(d[4]!.get, i64.const(26)), i64.const(1));
  return [
    carry(h, d),
    carry(d, h),
    plus,
    low.set(keep),
    LIMBS.map((i) => h[i]!.set(chosen(low, h[i]!, d[i]!))),
    // Limbs to halves, and the sum of these with the key's.
    high.set(fold(i64.or, [
      i64.shr_u(h[2]!.get, i64.const(12)),
      i64.shl(h[3]!.get, i64.const(14)),
      i64.shl(h[4]!.get, i64.const(40)),
    ])),
    low.set(fold(i64.or, [h[0]!.get, i64.shl(h[1]!.get, i64.const(26)), i64.shl(h[2]!.get, i64.const(52))])),
    i64.store(i32.const(tag), d[0]!.tee(i64.add(low.get, i64.load(key, 16)))),
    // A sum below what went into it has gone over.
    i64.store(
      i32.const(tag),
      i64.add(i64.add(high.get, i64.load(key, 24)), i64.extend_i32_u(i64.lt_u(d[0]!.get, low.get))),
      8,
    ),
  ];
}

/** `a` where the mask has ones, `b & MASK` elsewhere. */
function chosen(mask: Local, a: Local, b: Local): Code {
  const other = i64.and(b.get, i64.const(MASK));
  return i64.xor(other, i64.and(mask.get, i64.xor(a.get, other)));
}
