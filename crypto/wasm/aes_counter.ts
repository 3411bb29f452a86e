/** AES in counter mode as GCM counts (SP 800-38D §6.5), many blocks at a time. @module */

import { BLOCK, BY_ROWS, type Halves, halves, lastRound, round, Tables, toPairs } from "./aes.ts";
import { Body, type Code, type Local, repeatWhile, when } from "./code.ts";
import { i32 } from "./scalar.ts";
import { i32x4, v128, words } from "./vector.ts";

/** How many blocks are worked on side by side: while one waits for a result, there is something to do for another. */
const MANY = 8;
const FEW = 4;

/** A counter's four bytes the other way round. */
const LAST_FIRST = [...Array.from({ length: 12 }, (_, i) => i), 15, 14, 13, 12];

/** The function's parameters and variables. */
interface Frame {
  readonly tables: Tables;
  readonly from: Local;
  readonly to: Local;
  readonly nonce: Local;
  readonly keys: Local;
  /** The number of the next block. */
  readonly counter: Local;
  /** Where the key of a round is, and that of the last one. */
  readonly key: Local;
  readonly last: Local;
  /** Ones, if the first block of the next step is a counter. */
  readonly isCounter: Local;
  readonly states: readonly Local[];
  readonly spare: Halves;
}

/**
 * `(from, to, size, nonce, keys, rounds)`: writes what stands at `from`, under the keystream, to `to`; whole steps, so
 * that as many as 127 bytes behind the size are written as well. The blocks' numbers are 0, 1, 2 and so on; but the
 * first is made of zeros, which gives GCM's key of authentication. GCM takes its tag's mask of number 1.
 */
export function aesCounter(): Body {
  const body = new Body(["i32", "i32", "i32", "i32", "i32", "i32"]);
  const [from, to, size, nonce, keys, rounds] = [0, 1, 2, 3, 4, 5].map((i) => body.param(i));
  const [counter, end, key, last] = body.locals("i32", 4);
  const frame: Frame = {
    ...{ from: from!, to: to!, nonce: nonce!, keys: keys!, counter: counter!, key: key!, last: last! },
    ...{ isCounter: body.local("v128"), states: body.locals("v128", MANY), spare: halves(body) },
    tables: new Tables(body),
  };
  const rest = i32.sub(end!.get, from!.get);
  const isMuch = i32.gt_s(rest, i32.const(FEW * BLOCK));
  body.add(
    end!.set(i32.add(from!.get, size!.get)),
    last!.set(i32.add(keys!.get, i32.mul(rounds!.get, i32.const(BLOCK)))),
    when(isMuch, repeatWhile(isMuch, step(frame, MANY))),
    when(i32.gt_s(rest, i32.const(0)), step(frame, FEW)),
  );
  return body;
}

/** So many blocks. */
function step(frame: Frame, count: number): Code {
  const { tables, from, to, keys, key, last, isCounter, spare } = frame;
  const states = frame.states.slice(0, count);
  const size = i32.const(BLOCK * count);
  const nextKey = key.set(i32.add(key.get, i32.const(BLOCK)));
  return [
    states.map((state, i) => startBlock(frame, state, i === 0)),
    isCounter.set(words(-1, -1, -1, -1)),
    [key.set(keys.get), nextKey],
    repeatWhile(i32.lt_u(key.get, last.get), [states.map((state) => round(tables, state, spare, key.get)), nextKey]),
    states.map((state, i) => [
      lastRound(tables, state, spare, key.get),
      v128.store(to.get, v128.xor(v128.load(from.get, BLOCK * i), state.get), BLOCK * i),
    ]),
    from.set(i32.add(from.get, size)),
    to.set(i32.add(to.get, size)),
  ];
}

/** The next counter under the first key, as pairs. */
function startBlock({ tables, nonce, keys, counter, isCounter, spare }: Frame, state: Local, isFirst: boolean): Code {
  const number = v128.and(i32x4.splat(counter.get), words(0, 0, 0, -1));
  const block = v128.or(v128.load(nonce.get), tables.order(number, LAST_FIRST));
  return [
    spare.i.set(isFirst ? v128.and(block, isCounter.get) : block),
    state.set(v128.xor(tables.order(toPairs(tables, spare.i), BY_ROWS), v128.load(keys.get))),
    counter.set(i32.add(counter.get, i32.const(1))),
  ];
}
