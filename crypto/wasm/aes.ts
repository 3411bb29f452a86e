/** AES (FIPS 197) on vectors that hold a block each, its bytes as pairs (`aes_tables.ts`) and row by row. @module */

import { A_OVER, INVERSE, LAST, LEFT_OUT, ONCE, TO_PAIR, TWICE } from "./aes_tables.ts";
import { Body, call, type Code, fold, type Local, repeatWhile, when } from "./code.ts";
import { i32 } from "./scalar.ts";
import { i32x4, i8x16, v128 } from "./vector.ts";

/** Bytes of a block, and of a round's key. */
export const BLOCK = 16;

/** AES writes blocks column by column; row by row, a turn of rows is a turn of words. It is the way back, too. */
export const BY_ROWS = Array.from({ length: BLOCK }, (_, i) => 4 * (i % 4) + (i >> 2));

/** ShiftRows, row by row; and the same, after which the block is column by column again. */
const SHIFT_ROWS = Array.from({ length: BLOCK }, (_, i) => (i & 12) + (i + (i >> 2)) % 4);
const SHIFT_ROWS_BACK = BY_ROWS.map((i) => SHIFT_ROWS[i]!);

/** The next row in each row's place, and the one before. */
const NEXT_ROW = Array.from({ length: BLOCK }, (_, i) => (i + 4) % BLOCK);
const ROW_BEFORE = Array.from({ length: BLOCK }, (_, i) => (i + 12) % BLOCK);

/** The constant vectors of a function, each made once. */
export class Tables {
  readonly #body: Body;
  readonly #made = new Map<readonly number[], Code>();

  constructor(body: Body) {
    this.#body = body;
  }

  /** The vector of these bytes. */
  vector(bytes: readonly number[]): Code {
    let made = this.#made.get(bytes);
    if (made === undefined) this.#made.set(bytes, made = this.#body.constant("v128", v128.const(bytes)));
    return made;
  }

  /** What the table has for each byte of the indices. */
  look(table: readonly number[], indices: Code): Code {
    return i8x16.relaxed_swizzle(this.vector(table), indices);
  }

  /** The bytes in this order. */
  order(bytes: Code, order: readonly number[]): Code {
    return i8x16.relaxed_swizzle(bytes, this.vector(order));
  }
}

const LOWER_HALF = Array.from({ length: BLOCK }, () => 0x0f);
const LEFT_OUTS = Array.from({ length: BLOCK }, () => LEFT_OUT);

/** Variables of a substitution: io and jo at the end. */
export interface Halves {
  readonly i: Local;
  readonly j: Local;
  readonly ak: Local;
}

/** Makes the variables of one substitution. */
export function halves(body: Body): Halves {
  return { i: body.local("v128"), j: body.local("v128"), ak: body.local("v128") };
}

/** The lower halves of bytes. */
function low(tables: Tables, bytes: Code): Code {
  return v128.and(bytes, tables.vector(LOWER_HALF));
}

/** The upper halves. Shifts of single bytes are made of several instructions, those of words are not. */
function high(tables: Tables, bytes: Code): Code {
  return low(tables, i32x4.shr_u(bytes, i32.const(4)));
}

/** Bytes as pairs. */
export function toPairs(tables: Tables, bytes: Local): Code {
  return v128.xor(tables.look(TO_PAIR[0]!, low(tables, bytes.get)), tables.look(TO_PAIR[1]!, high(tables, bytes.get)));
}

/** Makes io and jo of pairs. */
function invert(tables: Tables, pairs: Local, { i, j, ak }: Halves): Code {
  const over = (number: Code) => tables.look(INVERSE, number);
  const old = { i: i.get, j: j.get };
  return [
    i.set(high(tables, pairs.get)),
    j.set(low(tables, pairs.get)),
    ak.set(tables.look(A_OVER, j.get)),
    j.set(v128.xor(j.get, i.get)),
    // jo is made while i and j are still what they were.
    pairs.set(v128.xor(over(v128.xor(over(old.j), ak.get)), old.i)),
    i.set(v128.xor(over(v128.xor(over(old.i), ak.get)), old.j)),
    j.set(pairs.get),
  ];
}

/** What io and jo give. */
function result(tables: Tables, [first, second]: readonly (readonly number[])[], { i, j }: Halves): Code {
  return v128.xor(tables.look(first!, i.get), tables.look(second!, j.get));
}

/** One round but the last, under the key at an address. */
export function round(tables: Tables, state: Local, spare: Halves, key: Code): Code {
  const { i: sum, ak: once } = spare;
  const turned = (rows: Local, order: readonly number[]) => i8x16.shuffle(rows.get, rows.get, order);
  return [
    state.set(tables.order(state.get, SHIFT_ROWS)),
    invert(tables, state, spare),
    once.set(result(tables, ONCE, spare)),
    // MixColumns: 2 row + next + (2 next + the one after) + the one before.
    sum.set(v128.xor(result(tables, TWICE, spare), turned(once, NEXT_ROW))),
    state.set(fold(v128.xor, [sum.get, turned(sum, NEXT_ROW), turned(once, ROW_BEFORE), v128.load(key)])),
  ];
}

/** The last round: the block is column by column then, its bytes are bytes. */
export function lastRound(tables: Tables, state: Local, spare: Halves, key: Code): Code {
  return [
    state.set(tables.order(state.get, SHIFT_ROWS_BACK)),
    invert(tables, state, spare),
    state.set(v128.xor(result(tables, LAST, spare), v128.load(key))),
  ];
}

/** `(word)`: its four bytes substituted. */
export function subWord(): Body {
  const body = new Body(["i32"], "i32");
  const tables = new Tables(body);
  const [vector, spare] = [body.local("v128"), halves(body)];
  body.add(
    vector.set(i32x4.splat(body.param(0).get)),
    vector.set(toPairs(tables, vector)),
    invert(tables, vector, spare),
    i32x4.extract_lane(v128.xor(result(tables, LAST, spare), tables.vector(LEFT_OUTS)), 0),
  );
  return body;
}

/**
 * `(key, size)`: makes the keys of all rounds of the key of `size` bytes, in its place and behind it.
 *
 * @param sub the number of {@linkcode subWord}
 */
export function expandKey(sub: number): Body {
  const body = new Body(["i32", "i32"]);
  const [key, size] = [0, 1].map((i) => body.param(i));
  const [at, end, word, rcon] = body.locals("i32", 4);
  const place = i32.add(key!.get, at!.get);
  const isFirst = i32.eqz(i32.rem_u(at!.get, size!.get));
  // With 32 bytes, the word in the middle is substituted too.
  const isMiddle = i32.and(i32.eq(size!.get, i32.const(32)), i32.eq(i32.and(at!.get, i32.const(31)), i32.const(16)));
  body.add(
    at!.set(size!.get),
    // As many rounds as the key has words, and six; there is one key more.
    end!.set(i32.add(i32.mul(size!.get, i32.const(4)), i32.const(7 * BLOCK))),
    rcon!.set(i32.const(1)),
    repeatWhile(i32.lt_u(at!.get, end!.get), [
      word!.set(i32.load(i32.sub(place, i32.const(4)))),
      when(isFirst, [
        word!.set(i32.xor(call(sub, i32.rotr(word!.get, i32.const(8))), rcon!.get)),
        rcon!.set(doubled(rcon!)),
      ]),
      when(isMiddle, word!.set(call(sub, word!.get))),
      i32.store(place, i32.xor(i32.load(i32.sub(place, size!.get)), word!.get)),
      at!.set(i32.add(at!.get, i32.const(4))),
    ]),
    pairKeys(body, key!, at!, end!),
  );
  return body;
}

/** Twice the number in AES's field. */
function doubled(number: Local): Code {
  const over = i32.mul(i32.shr_u(number.get, i32.const(7)), i32.const(0x11b));
  return i32.xor(i32.shl(number.get, i32.const(1)), over);
}

/** Makes pairs of the keys but of the last, and adds to all but the first what substitutions leave out. */
function pairKeys(body: Body, key: Local, at: Local, end: Local): Code {
  const tables = new Tables(body);
  const block = body.local("v128");
  const place = i32.add(key.get, at.get);
  const whole = v128.xor(v128.load(place), tables.vector(LEFT_OUTS));
  const put = v128.store(place, tables.order(toPairs(tables, block), BY_ROWS));
  const next = at.set(i32.add(at.get, i32.const(BLOCK)));
  return [
    at.set(i32.const(0)),
    [block.set(v128.load(place)), put, next],
    repeatWhile(i32.lt_u(at.get, i32.sub(end.get, i32.const(BLOCK))), [block.set(whole), put, next]),
    v128.store(place, whole),
  ];
}
