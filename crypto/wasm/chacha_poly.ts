/** The module of ChaCha with Poly1305 (RFC 8439 §2.8), without associated data. @module */

import { chacha } from "./chacha.ts";
import { Body, call, type Code, type Local } from "./code.ts";
import { moduleBytes } from "./module.ts";
import { poly1305 } from "./poly1305.ts";
import { i32, i64 } from "./scalar.ts";
import { v128 } from "./vector.ts";

/** Where the key stands, and behind it four bytes and the nonce. */
export const KEY = 0;
export const NONCE = 36;

/** Where the tag is made. */
const TAG = 48;

/** Bytes of the block that is made before the text: Poly1305's key is in it. */
export const BEFORE = 64;

/** The functions by their numbers. */
const CHACHA = 0;
const POLY1305 = 1;

/** The bytes of the module, with so many pages of memory. */
export function chachaPoly(pages: number): Uint8Array<ArrayBuffer> {
  return moduleBytes([
    { name: "chacha", body: chacha() },
    { name: "poly1305", body: poly1305() },
    { name: "seal", body: seal() },
    { name: "open", body: open() },
  ], pages);
}

/**
 * `(input, output, size, pairs)`: seals `size` bytes, and puts the tag behind them. {@linkcode BEFORE} bytes of zeros
 * stand before the input.
 */
function seal(): Body {
  const body = new Body(["i32", "i32", "i32", "i32"]);
  const [, output, size] = [0, 1, 2].map((i) => body.param(i));
  body.add(
    encipher(body),
    authenticate(output!, size!, output!),
    v128.store(i32.add(output!.get, size!.get), v128.load(i32.const(TAG))),
  );
  return body;
}

/** The same the other way, the tag behind the input; 1 if it is right. The input is changed behind its size. */
function open(): Body {
  const body = new Body(["i32", "i32", "i32", "i32"], "i32");
  const [input, output, size] = [0, 1, 2].map((i) => body.param(i));
  const tag = body.local("v128");
  body.add(
    tag.set(v128.load(i32.add(input!.get, size!.get))),
    encipher(body),
    authenticate(input!, size!, output!),
    // All bits are compared at once.
    i32.eqz(v128.any_true(v128.xor(tag.get, v128.load(i32.const(TAG))))),
  );
  return body;
}

/** The keystream's first block goes before the output. */
function encipher(body: Body): Code {
  const [input, output, size, pairs] = [0, 1, 2, 3].map((i) => body.param(i).get);
  const before = i32.const(BEFORE);
  const args = [i32.sub(input!, before), i32.sub(output!, before), i32.add(size!, before), pairs!, i32.const(KEY)];
  return call(CHACHA, ...args);
}

/** Makes the tag of a text that is padded with zeros to whole blocks, and of its size behind them. */
function authenticate(text: Local, size: Local, output: Local): Code {
  const padded = i32.add(text.get, i32.and(i32.add(size.get, i32.const(15)), i32.const(-16)));
  const end = i32.add(padded, i32.const(16));
  return [
    v128.store(i32.add(text.get, size.get), v128.const(new Uint8Array(16))),
    i64.store(padded, i64.const(0)),
    i64.store(padded, i64.extend_i32_u(size.get), 8),
    call(POLY1305, text.get, end, i32.sub(output.get, i32.const(BEFORE)), i32.const(TAG)),
  ];
}
