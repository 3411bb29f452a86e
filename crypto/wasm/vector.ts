/** Instructions on vectors of 128 bits, by their names in WebAssembly's text format. @module */

import { type Binary, type Code, type Load, type Store, type Unary, unary, unsigned } from "./code.ts";

/** The byte that all these instructions begin with. */
const PREFIX = 0xfd;

function opcode(number: number): number[] {
  return [PREFIX, ...unsigned(number)];
}

function vectorBinary(number: number): Binary {
  const bytes = opcode(number);
  return (a, b) => [a, b, bytes];
}

function vectorUnary(number: number): Unary {
  return unary(...opcode(number));
}

function vectorLoad(number: number): Load {
  const bytes = opcode(number);
  return (address, offset = 0) => [address, bytes, 0, unsigned(offset)];
}

function vectorStore(number: number): Store {
  const bytes = opcode(number);
  return (address, value, offset = 0) => [address, value, bytes, 0, unsigned(offset)];
}

/** The number in one lane. */
function extract(number: number): (a: Code, lane: number) => Code {
  const bytes = opcode(number);
  return (a, lane) => [a, bytes, lane];
}

/** Sixteen bytes, whatever they mean. */
export const v128 = {
  const: (bytes: ArrayLike<number>): Code => [opcode(12), Array.from(bytes)],
  load: vectorLoad(0),
  load8_splat: vectorLoad(7),
  load32_splat: vectorLoad(9),
  store: vectorStore(11),
  and: vectorBinary(78),
  or: vectorBinary(80),
  xor: vectorBinary(81),
  any_true: vectorUnary(83),
};

/** Sixteen numbers of 8 bits. */
export const i8x16 = {
  /** Bytes of two vectors in a new order: 0 to 15 are the first one's. */
  shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [a, b, opcode(13), lanes],
  /** Of the bytes in `a` those that `b` numbers, all of them below 16. */
  relaxed_swizzle: vectorBinary(0x100),
  extract_lane_u: extract(22),
  ne: vectorBinary(36),
  shl: vectorBinary(107),
  shr_u: vectorBinary(109),
};

/** Four numbers of 32 bits. */
export const i32x4 = {
  splat: vectorUnary(17),
  extract_lane: extract(27),
  shl: vectorBinary(171),
  shr_u: vectorBinary(173),
  add: vectorBinary(174),
};

/** The four numbers of a constant vector. */
export function words(a: number, b: number, c: number, d: number): Code {
  return v128.const(new Uint8Array(Uint32Array.of(a, b, c, d).buffer));
}
