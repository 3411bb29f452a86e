/** The module of SHA-1 of single blocks (FIPS 180-4 §6.1.2). @module */

import { Body, type Code, fold, type Local } from "./code.ts";
import { moduleBytes } from "./module.ts";
import { i32 } from "./scalar.ts";

/** Where the five words of the state stand, and where the block. */
export const STATE = 0;
export const BLOCK = 64;

/** How three words are mixed, and what is added, twenty rounds each. */
const PHASES: readonly { constant: number; mix: (b: Code, c: Code, d: Code) => Code }[] = [
  { constant: 0x5a827999, mix: (b, c, d) => i32.xor(d, i32.and(b, i32.xor(c, d))) },
  { constant: 0x6ed9eba1, mix: (b, c, d) => i32.xor(i32.xor(b, c), d) },
  { constant: 0x8f1bbcdc, mix: (b, c, d) => i32.or(i32.and(b, c), i32.and(d, i32.or(b, c))) },
  { constant: 0xca62c1d6, mix: (b, c, d) => i32.xor(i32.xor(b, c), d) },
];

/** The bytes of the module, whose one function takes the block into the state. */
export function sha1(): Uint8Array<ArrayBuffer> {
  return moduleBytes([{ name: "transform", body: transform() }], 1);
}

function transform(): Body {
  const body = new Body();
  const state = body.locals("i32", 5);
  const words = body.locals("i32", 16);
  const loadOf = (i: number) => i32.load(i32.const(STATE), 4 * i);
  body.add(
    words.map((word, i) => [word.set(i32.load(i32.const(BLOCK), 4 * i)), word.set(swapped(word))]),
    state.map((word, i) => word.set(loadOf(i))),
    Array.from({ length: 80 }, (_, number) => round(number, state, words)),
    // Eighty is a multiple of five: every word is back in its place.
    state.map((word, i) => i32.store(i32.const(STATE), i32.add(word.get, loadOf(i)), 4 * i)),
  );
  return body;
}

/** The word with its highest byte first. */
function swapped(word: Local): Code {
  const mask = i32.const(0x00ff00ff);
  return i32.or(i32.rotl(i32.and(word.get, mask), i32.const(24)), i32.and(i32.rotl(word.get, i32.const(8)), mask));
}

/** One round: the words do not move from variable to variable, their names do. */
function round(number: number, state: readonly Local[], words: readonly Local[]): Code {
  const [a, b, c, d, e] = state.map((_, i) => state[(i + 4 * number) % 5]!);
  const { constant, mix } = PHASES[Math.floor(number / 20)]!;
  const terms = [
    i32.rotl(a!.get, i32.const(5)),
    mix(b!.get, c!.get, d!.get),
    e!.get,
    i32.const(constant),
    number < 16 ? words[number]!.get : scheduled(number, words),
  ];
  return [e!.set(fold(i32.add, terms)), b!.set(i32.rotl(b!.get, i32.const(30)))];
}

/** The word of a later round, which takes the place of the one sixteen rounds before. */
function scheduled(number: number, words: readonly Local[]): Code {
  const before = [3, 8, 14, 16].map((distance) => words[(number - distance) % 16]!.get);
  return words[number % 16]!.tee(i32.rotl(fold(i32.xor, before), i32.const(1)));
}
