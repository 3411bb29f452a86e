/** The module of AES-GCM (SP 800-38D §7), with nonces of 96 bits and without associated data. @module */

import { BLOCK, expandKey, subWord } from "./aes.ts";
import { aesCounter } from "./aes_counter.ts";
import { Body, call, type Code, type Local, when } from "./code.ts";
import { addBlocks, ghash, multiply } from "./ghash.ts";
import { ghashTables } from "./ghash_tables.ts";
import { moduleBytes } from "./module.ts";
import { i32, i64 } from "./scalar.ts";
import { i8x16, v128 } from "./vector.ts";

/** Where the nonce stands, and behind it four bytes of zeros. */
export const NONCE = 0;

/** Where the key stands, and the keys of the rounds behind it. */
export const KEY = 128;

const SUM = 32;
const WORK = 1024;
const TABLES = 2048;

/** Bytes of the blocks before the text: GHASH's key, and the tag's mask. */
const BEFORE = 2 * BLOCK;

/** The functions by their numbers. */
const CALLED = { subWord: 0, multiply: 1, addBlocks: 2, ghash: 3, ghashTables: 4, counter: 5 };

/** The bytes of the module, with so many pages of memory. */
export function gcm(pages: number): Uint8Array<ArrayBuffer> {
  return moduleBytes([
    { name: "subWord", body: subWord() },
    { name: "multiply", body: multiply() },
    { name: "addBlocks", body: addBlocks() },
    { name: "ghash", body: ghash(CALLED) },
    { name: "ghashTables", body: ghashTables() },
    { name: "counter", body: aesCounter() },
    { name: "expandKey", body: expandKey(CALLED.subWord) },
    { name: "seal", body: seal() },
    { name: "open", body: open() },
  ], pages);
}

/** The parameters of both directions. */
const PARAMS = ["i32", "i32", "i32", "i32", "i32"] as const;

/**
 * `(input, output, size, rounds, isNewKey)`: seals `size` bytes, and puts the tag behind them. Two blocks of zeros
 * stand before the input.
 */
function seal(): Body {
  const body = new Body(PARAMS);
  const [, output, size] = [0, 1, 2].map((i) => body.param(i));
  body.add(
    encipher(body),
    hash(output!, size!),
    v128.store(i32.add(output!.get, size!.get), tagOf(output!)),
  );
  return body;
}

/** The same the other way, the tag behind the input; 1 if it is right. The input is changed behind its size. */
function open(): Body {
  const body = new Body(PARAMS, "i32");
  const [input, output, size] = [0, 1, 2].map((i) => body.param(i));
  const tag = body.local("v128");
  body.add(
    tag.set(v128.load(i32.add(input!.get, size!.get))),
    encipher(body),
    hash(input!, size!),
    // All bits are compared at once.
    i32.eqz(v128.any_true(v128.xor(tag.get, tagOf(output!)))),
  );
  return body;
}

/** What comes before the output are GHASH's key and the tag's mask. */
function encipher(body: Body): Code {
  const [input, output, size, rounds, isNewKey] = [0, 1, 2, 3, 4].map((i) => body.param(i).get);
  const [from, to] = [input!, output!].map((address) => i32.sub(address, i32.const(BEFORE)));
  return [
    call(CALLED.counter, from!, to!, i32.add(size!, i32.const(BEFORE)), i32.const(NONCE), i32.const(KEY), rounds!),
    when(isNewKey!, call(CALLED.ghashTables, to!, i32.const(WORK), i32.const(TABLES))),
  ];
}

/**
 * Hashes a text that is padded with zeros to whole blocks, and behind them its size in bits, the highest byte first.
 */
function hash(text: Local, size: Local): Code {
  const padded = i32.add(text.get, i32.and(i32.add(size.get, i32.const(BLOCK - 1)), i32.const(-BLOCK)));
  const bits = i64.shl(i64.extend_i32_u(size.get), i64.const(3));
  const reversed = i8x16.shuffle(v128.load(padded), v128.const(new Uint8Array(16)), [
    ...new Uint8Array(8).fill(16),
    ...[7, 6, 5, 4, 3, 2, 1, 0],
  ]);
  return [
    v128.store(i32.add(text.get, size.get), v128.const(new Uint8Array(16))),
    i64.store(padded, bits),
    v128.store(padded, reversed),
    call(
      CALLED.ghash,
      ...[text.get, i32.add(padded, i32.const(BLOCK)), i32.const(TABLES), i32.const(WORK), i32.const(SUM)],
    ),
  ];
}

/** The hash under the tag's mask. */
function tagOf(output: Local): Code {
  return v128.xor(v128.load(i32.const(SUM)), v128.load(i32.sub(output.get, i32.const(BLOCK))));
}
