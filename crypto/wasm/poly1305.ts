/** Poly1305 (RFC 8439 §2.5) in five limbs of 26 bits. @module */

import { Body, type Code, fold, type Local, repeatWhile } from "./code.ts";
import { i32, i64 } from "./scalar.ts";

const MASK = 0x3ffffff;

/** How far each limb is shifted in the two halves of a block: limb 2 takes of both. */
const LIMBS = [0, 1, 2, 3, 4] as const;

/**
 * `(from, to, key, tag)`: writes the tag of whole blocks, at least one, to `tag`. The key are 32 bytes, for one message only.
 */
export function poly1305(): Body {
  const body = new Body(["i32", "i32", "i32", "i32"]);
  const [from, to, key, tag] = [0, 1, 2, 3].map((i) => body.param(i));
  const [r, s, h, d] = [0, 1, 2, 3].map(() => body.locals("i64", 5));
  const [low, high] = body.locals("i64", 2);
  body.add(
    // What makes r easier to multiply by is taken from it as the key is read.
    low!.set(i64.and(i64.load(key!.get), i64.const(0x0ffffffc0fffffffn))),
    high!.set(i64.and(i64.load(key!.get, 8), i64.const(0x0ffffffc0ffffffcn))),
    r!.map((limb, i) => limb.set(limbOf(i, low!, high!))),
    s!.map((limb, i) => limb.set(i64.mul(r![i]!.get, i64.const(5)))),
    repeatWhile(i32.lt_u(from!.get, to!.get), [
      low!.set(i64.load(from!.get)),
      high!.set(i64.load(from!.get, 8)),
      h!.map((limb, i) => limb.set(i64.add(limb.get, i < 4 ? limbOf(i, low!, high!) : lastLimb(high!)))),
      d!.map((limb, i) => limb.set(product(i, h!, r!, s!))),
      carry(d!, h!),
      from!.set(i32.add(from!.get, i32.const(16))),
    ]),
    finish({ h: h!, d: d!, low: low!, high: high! }, key!, tag!),
  );
  return body;
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

/** Limb `i` of h · r mod 2^130 - 5: what goes beyond 2^130 counts five times. */
function product(i: number, h: readonly Local[], r: readonly Local[], s: readonly Local[]): Code {
  const terms = LIMBS.map((j) => i64.mul(h[j]!.get, (j <= i ? r[i - j]! : s[i - j + 5]!).get));
  return fold(i64.add, terms);
}

/** Limbs of any size become limbs of 26 bits; the second may be a little larger. */
function carry(from: readonly Local[], to: readonly Local[]): Code {
  const over = (limb: Local) => i64.shr_u(limb.get, i64.const(26));
  const rest = (limb: Local) => i64.and(limb.get, i64.const(MASK));
  const [first, second] = to;
  return [
    LIMBS.slice(1).map((i) => from[i]!.set(i64.add(from[i]!.get, over(from[i - 1]!)))),
    LIMBS.map((i) => to[i]!.set(rest(from[i]!))),
    first!.set(i64.add(first!.get, i64.mul(over(from[4]!), i64.const(5)))),
    second!.set(i64.add(second!.get, over(first!))),
    first!.set(rest(first!)),
  ];
}

/** Takes 2^130 - 5 off if there is as much, adds the key's second half, and puts the sum out. */
function finish(
  { h, d, low, high }: { h: readonly Local[]; d: readonly Local[]; low: Local; high: Local },
  key: Local,
  tag: Local,
): Code {
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
    i64.store(tag.get, d[0]!.tee(i64.add(low.get, i64.load(key.get, 16)))),
    // A sum below what went into it has gone over.
    i64.store(
      tag.get,
      i64.add(i64.add(high.get, i64.load(key.get, 24)), i64.extend_i32_u(i64.lt_u(d[0]!.get, low.get))),
      8,
    ),
  ];
}

/** `a` where the mask has ones, `b & MASK` elsewhere. */
function chosen(mask: Local, a: Local, b: Local): Code {
  const other = i64.and(b.get, i64.const(MASK));
  return i64.xor(other, i64.and(mask.get, i64.xor(a.get, other)));
}
