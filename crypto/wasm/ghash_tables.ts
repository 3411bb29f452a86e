/**
 * The tables that GHASH multiplies by (SP 800-38D §6.3): for every half of a byte, what it is times a number H, one
 * vector for each byte of the product. They are looked up in vectors and lie at addresses that everybody may know.
 *
 * GHASH's bits go from the highest of the first byte, which is 1, to the lowest of the last, which is x^127. A shift to
 * the right multiplies by x.
 *
 * @module
 */

import { Body, type Code, fold, type Local, repeatWhile } from "./code.ts";
import { i32 } from "./scalar.ts";
import { i8x16, v128 } from "./vector.ts";

/** Vectors in a table: two for each byte of a product of 16 bytes and half a byte. */
export const PRODUCT_SIZE = 17;
export const TABLE_SIZE = 2 * PRODUCT_SIZE * 16;

/** Powers of H that there are tables for, from the first on: 1, 2, 4, 8, 16. */
export const POWERS = 5;

/** Bytes between the eight products of H by a power of x, while tables are made. */
const SHIFTED_SIZE = 32;

/** The exponents in x^128 = 1 + x + x^2 + x^7. */
export const REDUCTION = [0, 1, 2, 7] as const;

/** Each byte in the place of the next one; nothing in the first's. */
const MOVED = [16, ...Array.from({ length: 15 }, (_, i) => i)];

/** The byte in all lanes. */
function bytes(value: number): Code {
  return v128.const(new Uint8Array(16).fill(value));
}

/** What `x^exponent` makes of a vector within its bytes, and what goes over into the byte behind each. */
function shifted(vector: Local, exponent: number): { stays: Code; goes: Code } {
  if (exponent === 0) return { stays: vector.get, goes: bytes(0) };
  return {
    stays: i8x16.shr_u(vector.get, i32.const(exponent)),
    goes: i8x16.shl(vector.get, i32.const(8 - exponent)),
  };
}

function moved(vector: Code): Code {
  return i8x16.shuffle(vector, bytes(0), MOVED);
}

/** `(h, work, tables)`: makes the tables of the powers of the number at `h`; `work` are 256 bytes. */
export function ghashTables(): Body {
  const body = new Body(["i32", "i32", "i32"]);
  const [h, work, tables] = [0, 1, 2].map((i) => body.param(i));
  const number = body.local("v128");
  const [left, at] = [body.local("i32"), body.local("i32")];
  body.add(
    number.set(v128.load(h!.get)),
    left.set(i32.const(POWERS)),
    repeatWhile(left.tee(i32.sub(left.get, i32.const(1))), [
      makeTable({ body, number, work: work!, tables: tables!, at }),
      square(body, number),
    ]),
    makeTable({ body, number, work: work!, tables: tables!, at }),
  );
  return body;
}

/** What a table is made with. */
interface Making {
  readonly body: Body;
  readonly number: Local;
  readonly work: Local;
  /** Where it goes to, and then the next one. */
  readonly tables: Local;
  readonly at: Local;
}

/** The halves of bytes in which a bit is set, the highest bit first. */
const SET = [8, 4, 2, 1].map((bit) => v128.const(Array.from({ length: 16 }, (_, half) => half & bit ? 0xff : 0)));

/** Makes one table: first the number times 1 to x^7, and of these what each half of a byte adds up. */
function makeTable({ body, number, work, tables, at }: Making): Code {
  const over = body.local("v128");
  const masks = SET.map((set) => body.constant("v128", set));
  const products = Array.from({ length: 8 }, (_, exponent) => {
    const { stays, goes } = shifted(number, exponent);
    const offset = exponent * SHIFTED_SIZE;
    return [
      over.set(goes),
      v128.store(work.get, v128.or(stays, moved(over.get)), offset),
      i32.store8(work.get, i8x16.extract_lane_u(over.get, 15), offset + 16),
    ];
  });
  const place = i32.add(work.get, at.get);
  const sumOf = (first: number) =>
    fold(v128.xor, masks.map((set, i) => v128.and(set, v128.load8_splat(place, (first + i) * SHIFTED_SIZE))));
  return [
    products,
    at.set(i32.const(0)),
    repeatWhile(i32.lt_u(at.get, i32.const(PRODUCT_SIZE)), [
      // The upper half of a byte is worth 1 to x^3, the lower one x^4 to x^7.
      v128.store(tables.get, sumOf(0)),
      v128.store(tables.get, sumOf(4), 16),
      tables.set(i32.add(tables.get, i32.const(32))),
      at.set(i32.add(at.get, i32.const(1))),
    ]),
  ];
}

/** Half a byte with a zero behind each of its bits. */
const APART = Array.from(
  { length: 16 },
  (_, half) => [8, 4, 2, 1].reduce((sum, bit) => half & bit ? sum | bit * bit * 2 : sum, 0),
);

/** The square of a number: its bits move apart, and what is beyond x^127 is taken back. */
function square(body: Body, number: Local): Code {
  const [upper, lower, over] = body.locals("v128", 3);
  const apart = (halves: Code) => i8x16.relaxed_swizzle(v128.const(APART), halves);
  const lane = (from: number) => Array.from({ length: 16 }, (_, i) => from + (i >> 1) + (i % 2) * 16);
  const last = v128.const([...new Uint8Array(15), 0xff]);
  return [
    upper!.set(apart(i8x16.shr_u(number.get, i32.const(4)))),
    lower!.set(apart(v128.and(number.get, bytes(0x0f)))),
    number.set(i8x16.shuffle(upper!.get, lower!.get, lane(0))),
    upper!.set(i8x16.shuffle(upper!.get, lower!.get, lane(8))),
    // What goes over the end of the last byte comes back a second time.
    over!.set(v128.and(last, fold(v128.xor, REDUCTION.map((exponent) => shifted(upper!, exponent).goes)))),
    over!.set(i8x16.shuffle(over!.get, over!.get, [15, ...new Uint8Array(15)])),
    number.set(fold(v128.xor, [number.get, ...reduced(upper!), ...reduced(over!)])),
  ];
}

/** The terms of a number times 1 + x + x^2 + x^7, without what goes over the end. */
function reduced(vector: Local): Code[] {
  return REDUCTION.flatMap((exponent) => {
    const { stays, goes } = shifted(vector, exponent);
    return exponent === 0 ? [stays] : [stays, moved(goes)];
  });
}
