/**
 * ChaCha (RFC 8439 §2.3, with any number of rounds), four blocks at a time: a vector holds one word of the state of
 * each of them. While one four wait for each other's results, another four are worked on beside them.
 *
 * @module
 */

import { Body, type Code, type Local, repeatWhile, when } from "./code.ts";
import { i32 } from "./scalar.ts";
import { i32x4, i8x16, v128, words } from "./vector.ts";

/** Bytes of four blocks. */
const FOUR_BLOCKS = 256;

/** "expa" "nd 3" "2-by" "te k". */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

/** The columns of the state, then its diagonals. */
const QUARTERS = [
  ...[[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]],
  ...[[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]],
];

/** What the keystream is put on, and what it is made of. */
export interface Text {
  /** Where the next block is read, and where it is written to. */
  readonly from: Local;
  readonly to: Local;
  /** The end of what is read. */
  readonly end: Code;
  /** Half the number of rounds. */
  readonly pairs: Code;
  /** Where the key stands, four bytes of anything, and the nonce. */
  readonly state: Code;
}

/**
 * What else is done on the way: work on numbers of 64 bits, which processors do at the same time as that on vectors where
 * the one stands close to the other.
 */
export interface Beside {
  /** Whether there is work, asked at each two rounds of eight blocks. */
  readonly isDue: Code;
  /** The work, in pieces that are done in turn with the quarter rounds. */
  readonly pieces: readonly Code[];
  /** What is done after each eight blocks. */
  readonly after: Code;
}

/** The variables, beside the text's. */
interface Frame extends Text {
  /** The numbers of the next four blocks. */
  readonly counters: Local;
  /** Pairs of rounds that are left. */
  readonly left: Local;
  /** Whether there is work beside these. */
  readonly isDue: Local;
  /** Two states of four blocks each. */
  readonly states: readonly (readonly Local[])[];
  readonly spares: readonly Local[];
  /** Which byte of a word stands where after it was turned left by 16 and by 8 bits. */
  readonly turns: readonly [Code, Code];
}

/**
 * Writes a text under the keystream, whose first block has the number 0, four blocks at a time, so that as many as 255
 * bytes behind the text are written as well.
 */
export function chacha(body: Body, text: Text, beside: Beside): Code {
  const frame: Frame = {
    ...text,
    left: body.local("i32"),
    isDue: body.local("i32"),
    counters: body.local("v128"),
    states: [body.locals("v128", 16), body.locals("v128", 16)],
    spares: body.locals("v128", 4),
    turns: [body.constant("v128", turned([2, 3, 0, 1])), body.constant("v128", turned([3, 0, 1, 2]))],
  };
  const rest = i32.sub(text.end, text.from.get);
  const moreThanFour = i32.gt_s(rest, i32.const(FOUR_BLOCKS));
  const eight = [step(frame, frame.states, beside), beside.after];
  return [
    frame.counters.set(words(0, 1, 2, 3)),
    when(moreThanFour, repeatWhile(moreThanFour, eight)),
    when(i32.gt_s(rest, i32.const(0)), step(frame, frame.states.slice(0, 1))),
  ];
}

/** Four blocks for each of the states, one after another. */
function step(frame: Frame, states: readonly (readonly Local[])[], beside?: Beside): Code {
  const { from, to, pairs, left } = frame;
  const size = i32.const(FOUR_BLOCKS * states.length);
  return [
    states.map((rows, index) => rows.map((row, i) => row.set(startOf(frame, index, i)))),
    left.set(pairs),
    repeatWhile(left.tee(i32.sub(left.get, i32.const(1))), rounds(frame, states, beside)),
    states.map((rows, index) => putBlocks(frame, rows, index)),
    frame.counters.set(i32x4.add(frame.counters.get, countersOf(states.length))),
    from.set(i32.add(from.get, size)),
    to.set(i32.add(to.get, size)),
  ];
}

/** Two rounds, with what is beside them. */
function rounds(frame: Frame, states: readonly (readonly Local[])[], beside?: Beside): Code {
  const quarters = [QUARTERS.slice(0, 4), QUARTERS.slice(4)].flatMap((half) =>
    states.flatMap((rows) => half.map((numbers) => quarterRound(frame, rows, numbers)))
  );
  if (beside === undefined) return quarters;
  return [
    frame.isDue.set(beside.isDue),
    when(i32.eqz(frame.isDue.get), quarters),
    when(frame.isDue.get, inTurn(quarters, beside.pieces)),
  ];
}

/** Quarter rounds, and the pieces spread evenly among them. */
function inTurn(quarters: readonly Code[], pieces: readonly Code[]): Code {
  const at = (i: number) => Math.floor(i * pieces.length / quarters.length);
  return quarters.map((quarter, i) => [quarter, pieces.slice(at(i), at(i + 1))]);
}

/** What a word of a state is before the rounds. */
function startOf({ state, counters }: Frame, index: number, i: number): Code {
  if (i < 4) return i32x4.splat(i32.const(SIGMA[i]!));
  return i === 12 ? i32x4.add(counters.get, countersOf(index)) : v128.load32_splat(state, 4 * (i - 4));
}

/** How much greater the numbers of blocks become by so many steps. */
function countersOf(steps: number): Code {
  return words(4 * steps, 4 * steps, 4 * steps, 4 * steps);
}

/** The quarter round (RFC 8439 §2.1) on four words of the state, in all four blocks. */
function quarterRound({ turns }: Frame, rows: readonly Local[], numbers: readonly number[]): Code {
  const [a, b, c, d] = numbers.map((number) => rows[number]!);
  return [
    mix(a!, b!, d!, (row) => i8x16.relaxed_swizzle(row, turns[0])),
    mix(c!, d!, b!, (row) => shifted(b!, row, 12)),
    mix(a!, b!, d!, (row) => i8x16.relaxed_swizzle(row, turns[1])),
    mix(c!, d!, b!, (row) => shifted(b!, row, 7)),
  ];
}

/** `a += b; d = (d ^ a) turned left`. */
function mix(a: Local, b: Local, d: Local, turn: (words: Code) => Code): Code {
  return [a.set(i32x4.add(a.get, b.get)), d.set(turn(v128.xor(d.get, a.get)))];
}

function turned(order: readonly number[]): Code {
  return v128.const(Array.from({ length: 16 }, (_, i) => (i & ~3) + order[i % 4]!));
}

/** Words turned left by shifting them both ways; the row holds them meanwhile. */
function shifted(row: Local, words: Code, bits: number): Code {
  return v128.or(i32x4.shl(row.tee(words), i32.const(bits)), i32x4.shr_u(row.get, i32.const(32 - bits)));
}

/** Ends the rounds, and puts four blocks on the text. */
function putBlocks(frame: Frame, rows: readonly Local[], index: number): Code {
  const { from, to, spares } = frame;
  return [
    rows.map((row, i) => row.set(i32x4.add(row.get, startOf(frame, index, i)))),
    [0, 4, 8, 12].map((first) => {
      const four = rows.slice(first, first + 4);
      const puts = four.map((row, block) => {
        const at = FOUR_BLOCKS * index + 64 * block + 4 * first;
        return v128.store(to.get, v128.xor(v128.load(from.get, at), row.get), at);
      });
      return [transpose(four, spares), puts];
    }),
  ];
}

const LOW_WORDS = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23];
const HIGH_WORDS = LOW_WORDS.map((lane) => lane + 8);
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const HIGH_HALVES = LOW_HALVES.map((lane) => lane + 8);

/** Four vectors, each with one word of four blocks, become four with four words of one block. */
function transpose(rows: readonly Local[], spares: readonly Local[]): Code {
  const [a, b, c, d] = rows.map((row) => row.get);
  const made = [
    i8x16.shuffle(a!, b!, LOW_WORDS),
    i8x16.shuffle(c!, d!, LOW_WORDS),
    i8x16.shuffle(a!, b!, HIGH_WORDS),
    i8x16.shuffle(c!, d!, HIGH_WORDS),
  ];
  const [low, lowToo, high, highToo] = spares.map((spare) => spare.get);
  return [
    spares.map((spare, i) => spare.set(made[i]!)),
    rows[0]!.set(i8x16.shuffle(low!, lowToo!, LOW_HALVES)),
    rows[1]!.set(i8x16.shuffle(low!, lowToo!, HIGH_HALVES)),
    rows[2]!.set(i8x16.shuffle(high!, highToo!, LOW_HALVES)),
    rows[3]!.set(i8x16.shuffle(high!, highToo!, HIGH_HALVES)),
  ];
}
