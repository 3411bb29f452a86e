/** Instructions on numbers of 32 and 64 bits, by their names in WebAssembly's text format. @module */

import { binary, type Code, loading, signed, storing, unary } from "./code.ts";

/** Numbers of 32 bits; addresses and conditions are such, too. */
export const i32 = {
  const: (value: number): Code => [0x41, signed(BigInt(value | 0))],
  load: loading(0x28),
  store: storing(0x36),
  store8: storing(0x3a),
  eqz: unary(0x45),
  eq: binary(0x46),
  lt_u: binary(0x49),
  gt_s: binary(0x4a),
  gt_u: binary(0x4b),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  rem_u: binary(0x70),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shr_u: binary(0x76),
  rotl: binary(0x77),
  rotr: binary(0x78),
};

/** Numbers of 64 bits. */
export const i64 = {
  const: (value: number | bigint): Code => [0x42, signed(BigInt.asIntN(64, BigInt(value)))],
  load: loading(0x29),
  store: storing(0x37),
  add: binary(0x7c),
  lt_u: binary(0x54),
  sub: binary(0x7d),
  mul: binary(0x7e),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shl: binary(0x86),
  shr_u: binary(0x88),
  extend_i32_u: unary(0xad),
};
