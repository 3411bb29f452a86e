/**
 * GHASH (SP 800-38D §6.4) of sixteen blocks at a time: vector `i` has byte `i` of each of them, so that one lookup
 * serves sixteen blocks, and the products of all by one number come of the same tables.
 *
 * @module
 */

import { Body, call, type Code, type Local, repeatWhile, when } from "./code.ts";
import { POWERS, PRODUCT_SIZE, REDUCTION, TABLE_SIZE } from "./ghash_tables.ts";
import { i32 } from "./scalar.ts";
import { i32x4, i8x16, v128 } from "./vector.ts";

/** Blocks of one step, and their bytes. */
const LANES = 16;
const STEP = 16 * LANES;

/** How many bytes of the product are summed up side by side. */
const SIDE_BY_SIDE = 4;

/** `(columns, table)`: multiplies the blocks in the 16 vectors at `columns` by the table's number. */
export function multiply(): Body {
  const body = new Body(["i32", "i32"]);
  const [columns, table] = [0, 1].map((i) => body.param(i));
  const halves = body.locals("v128", 2 * LANES);
  const product = body.locals("v128", 2 * LANES);
  const whole = body.local("v128");
  const mask = body.constant("v128", v128.const(new Uint8Array(16).fill(0x0f)));
  body.add(
    Array.from({ length: LANES }, (_, i) => [
      whole.set(v128.load(columns!.get, 16 * i)),
      cut(whole, mask, halves.slice(2 * i, 2 * i + 2)),
    ]),
    Array.from({ length: product.length / SIDE_BY_SIDE }, (_, i) => sums(product, halves, table!, i * SIDE_BY_SIDE)),
    takeBack(body, mask, product, halves),
    product.slice(0, LANES).map((column, i) => v128.store(columns!.get, column.get, 16 * i)),
  );
  return body;
}

/** The upper and the lower halves of bytes, by a mask for the latter. */
function cut(whole: Local, mask: Code, [upper, lower]: readonly Local[]): Code {
  return [
    upper!.set(v128.and(i32x4.shr_u(whole.get, i32.const(4)), mask)),
    lower!.set(v128.and(whole.get, mask)),
  ];
}

/** Some bytes of the product: each is the sum of what the bytes before it, and itself, put there. */
function sums(product: readonly Local[], halves: readonly Local[], table: Local, first: number): Code {
  const bytes = Array.from({ length: SIDE_BY_SIDE }, (_, i) => first + i);
  const started = new Set<number>();
  return halves.map((half, number) => {
    const from = number >> 1;
    return bytes.filter((byte) => byte >= from && byte < from + PRODUCT_SIZE).map((byte) => {
      const entry = v128.load(table.get, 32 * (byte - from) + 16 * (number % 2));
      const term = i8x16.relaxed_swizzle(entry, half.get);
      const sum = product[byte]!;
      if (started.has(byte)) return sum.set(v128.xor(sum.get, term));
      started.add(byte);
      return sum.set(term);
    });
  });
}

/** What half a byte becomes when it is times 1 + x + x^2 + x^7: in its byte, and in the one behind it. */
function reductionOf(shift: number): { stays: number[]; goes: number[] } {
  const products = Array.from({ length: 16 }, (_, half) => {
    const placed = half << 8 + shift;
    return REDUCTION.reduce<number>((sum, exponent) => sum ^ placed >> exponent, 0);
  });
  return { stays: products.map((value) => value >> 8), goes: products.map((value) => value & 0xff) };
}

/** Adds the bytes beyond the sixteenth to those that they are worth, from the last on. */
function takeBack(body: Body, mask: Code, product: readonly Local[], [upper, lower]: readonly Local[]): Code {
  const tables = [reductionOf(4), reductionOf(0)];
  const [stays, goes] = [tables.map((table) => table.stays), tables.map((table) => table.goes)].map((pair) =>
    pair.map((table) => body.constant("v128", v128.const(table)))
  );
  const look = (pair: readonly Code[]) =>
    v128.xor(i8x16.relaxed_swizzle(pair[0]!, upper!.get), i8x16.relaxed_swizzle(pair[1]!, lower!.get));
  const add = (byte: number, value: Code) => product[byte]!.set(v128.xor(product[byte]!.get, value));
  return Array.from({ length: LANES }, (_, i) => 2 * LANES - 1 - i).map((byte) => [
    cut(product[byte]!, mask, [upper!, lower!]),
    add(byte - LANES, look(stays!)),
    add(byte - LANES + 1, look(goes!)),
  ]);
}

/** `(from, columns)`: adds the sixteen blocks at `from` to the columns. */
export function addBlocks(): Body {
  const body = new Body(["i32", "i32"]);
  const [from, columns] = [0, 1].map((i) => body.param(i));
  let rows = body.locals("v128", LANES);
  let spare = body.locals("v128", LANES);
  body.add(rows.map((row, i) => row.set(v128.load(from!.get, 16 * i))));
  // After four times, row and column have changed places.
  for (let step = 0; step < 4; step++) {
    body.add(interleave(rows, spare));
    [rows, spare] = [spare, rows];
  }
  body.add(rows.map((row, i) => {
    const sum = v128.xor(row.get, v128.load(columns!.get, 16 * i));
    return v128.store(columns!.get, sum, 16 * i);
  }));
  return body;
}

const LOW = Array.from({ length: 16 }, (_, i) => (i >> 1) + 16 * (i % 2));
const HIGH = LOW.map((lane) => lane + 8);

/** Bytes of the first eight rows and of the last eight in turn. */
function interleave(rows: readonly Local[], into: readonly Local[]): Code {
  return into.map((row, i) => {
    const [a, b] = [rows[i >> 1]!, rows[(i >> 1) + 8]!];
    return row.set(i8x16.shuffle(a.get, b.get, i % 2 === 0 ? LOW : HIGH));
  });
}

/** The functions that GHASH calls, by their numbers. */
export interface Called {
  readonly multiply: number;
  readonly addBlocks: number;
}

/**
 * `(from, to, tables, work, sum)`: writes the hash of whole blocks, at least one, to `sum`; `work` are 768 bytes.
 */
export function ghash(called: Called): Body {
  const body = new Body(["i32", "i32", "i32", "i32", "i32"]);
  const [from, to, tables, work, sum] = [0, 1, 2, 3, 4].map((i) => body.param(i));
  const size = i32.sub(to!.get, from!.get);
  const count = body.local("i32");
  const power = (exponent: number) => i32.add(tables!.get, i32.const(exponent * TABLE_SIZE));
  const columns = work!.get;
  body.add(
    clear(work!, 2 * STEP),
    count.set(i32.sub(size, i32.const(16))),
    firstBlocks(body, { from: from!, work: work!, size, addBlocks: called.addBlocks }),
    when(
      i32.lt_u(from!.get, to!.get),
      repeatWhile(i32.lt_u(from!.get, to!.get), [
        call(called.multiply, columns, power(POWERS - 1)),
        call(called.addBlocks, from!.get, columns),
        from!.set(i32.add(from!.get, i32.const(STEP))),
      ]),
    ),
    [3, 2, 1, 0].map((exponent) =>
      // With fewer blocks, the lanes that would be added are empty.
      when(
        i32.gt_u(count.get, i32.const(16 * (2 ** exponent - 1))),
        foldLanes(work!, exponent, called, power(exponent)),
      )
    ),
    call(called.multiply, columns, power(0)),
    Array.from(
      { length: LANES },
      (_, i) => i32.store8(sum!.get, i8x16.extract_lane_u(v128.load(columns, 16 * i), LANES - 1), i),
    ),
  );
  return body;
}

/** Clears so many bytes. */
function clear(at: Local, size: number): Code {
  return Array.from({ length: size / 16 }, (_, i) => v128.store(at.get, v128.const(new Uint8Array(16)), 16 * i));
}

/** What the first step works with. */
interface First {
  readonly from: Local;
  readonly work: Local;
  /** Bytes of all blocks. */
  readonly size: Code;
  readonly addBlocks: number;
}

/** Takes so many blocks that whole steps are left: they go into the last lanes, behind zeros. */
function firstBlocks(body: Body, { from, work, size, addBlocks }: First): Code {
  const [at, end] = body.locals("i32", 2);
  const part = i32.and(size, i32.const(STEP - 1));
  return [
    end!.set(i32.add(work.get, i32.const(2 * STEP))),
    at!.set(i32.sub(end!.get, part)),
    when(i32.lt_u(at!.get, end!.get), [
      repeatWhile(i32.lt_u(at!.get, end!.get), [
        v128.store(at!.get, v128.load(from.get)),
        from.set(i32.add(from.get, i32.const(16))),
        at!.set(i32.add(at!.get, i32.const(16))),
      ]),
      call(addBlocks, i32.add(work.get, i32.const(STEP)), work.get),
    ]),
  ];
}

/** Adds to the later half of 2 · 2^exponent lanes the earlier one, times that power of H. */
function foldLanes(work: Local, exponent: number, { multiply }: Called, power: Code): Code {
  const lanes = 2 ** exponent;
  // Only the later lanes are right afterwards, and only they are looked at.
  const later = Array.from({ length: 16 }, (_, i) => i < lanes ? i : i - lanes);
  const vectors = Array.from({ length: LANES }, (_, i) => 16 * i);
  return [
    vectors.map((at) => v128.store(work.get, v128.load(work.get, at), at + STEP)),
    call(multiply, work.get, power),
    vectors.map((at) => {
      const column = v128.load(work.get, at);
      return v128.store(work.get, v128.xor(i8x16.shuffle(column, column, later), v128.load(work.get, at + STEP)), at);
    }),
  ];
}
