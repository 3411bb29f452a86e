/** The module of ChaCha with Poly1305 (RFC 8439 §2.8), without associated data. @module */

import { chacha } from "./chacha.ts";
import { Body, type Code, type Local, when } from "./code.ts";
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

/** The bytes of the module, with so many pages of memory. */
export function chachaPoly(pages: number): Uint8Array<ArrayBuffer> {
  return moduleBytes([{ name: "seal", body: seal() }, { name: "open", body: open() }], pages);
}

/**
 * `(input, output, size, pairs)`: seals `size` bytes, and puts the tag behind them. {@linkcode BEFORE} bytes of zeros
 * stand before the input.
 */
function seal(): Body {
  const body = new Body(["i32", "i32", "i32", "i32"]);
  const [, output, size] = [0, 1, 2].map((i) => body.param(i));
  const written = body.local("i32");
  body.add(
    written.set(output!.get),
    encipher(body, output!, written, (to) => written.set(to)),
    v128.store(i32.add(output!.get, size!.get), v128.load(i32.const(TAG))),
  );
  return body;
}

/** The same the other way, the tag behind the input; 1 if it is right. The input is changed behind its size. */
function open(): Body {
  const body = new Body(["i32", "i32", "i32", "i32"], "i32");
  const [input, , size] = [0, 1, 2].map((i) => body.param(i));
  const [tag, end] = [body.local("v128"), body.local("i32")];
  body.add(
    end.set(i32.add(input!.get, size!.get)),
    tag.set(v128.load(end.get)),
    encipher(body, input!, end, () => []),
    // All bits are compared at once.
    i32.eqz(v128.any_true(v128.xor(tag.get, v128.load(i32.const(TAG))))),
  );
  return body;
}

/**
 * Enciphers the input, and makes the tag of the text: of input and output the sealed one. While it enciphers, the tag
 * takes what stands before `ready`.
 */
function encipher(body: Body, text: Local, ready: Local, onWritten: (to: Code) => Code): Code {
  const [input, output, size, pairs] = [0, 1, 2, 3].map((i) => body.param(i).get);
  const [from, to, key, isBegun, end] = body.locals("i32", 5);
  const tag = poly1305(body);
  // The keystream's first block goes before the output.
  const before = i32.const(BEFORE);
  const begin = when(i32.eqz(isBegun!.get), [isBegun!.set(i32.const(1)), tag.begin(key!.get, text.get, end!.get)]);
  const source = { from: from!, to: to!, end: i32.add(input!, size!), pairs: pairs!, state: i32.const(KEY) };
  const beside = {
    isDue: i32.and(isBegun!.get, tag.areFour(ready.get)),
    pieces: tag.takeFour,
    after: [begin, onWritten(to!.get)],
  };
  return [
    end!.set(i32.add(padded(text, size!), i32.const(16))),
    from!.set(i32.sub(input!, before)),
    key!.set(to!.tee(i32.sub(output!, before))),
    chacha(body, source, beside),
    begin,
    putEnd(text, size!),
    tag.takeAll(end!.get),
    tag.finish(key!.get, TAG),
  ];
}

/** Where the text ends when it has been padded to whole blocks. */
function padded(text: Local, size: Code): Code {
  return i32.add(text.get, i32.and(i32.add(size, i32.const(15)), i32.const(-16)));
}

/** Pads the text with zeros to whole blocks, and puts its size behind them; the tag is made of all that. */
function putEnd(text: Local, size: Code): Code {
  return [
    v128.store(i32.add(text.get, size), v128.const(new Uint8Array(16))),
    i64.store(padded(text, size), i64.const(0)),
    i64.store(padded(text, size), i64.extend_i32_u(size), 8),
  ];
}
