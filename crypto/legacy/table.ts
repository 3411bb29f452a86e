/** The method `table`: each byte stands for another one, by a table that the password makes. @module */

import { md5 } from "@noble/hashes/legacy.js";
import type { StreamTransform } from "../types.ts";
import type { Direction } from "./modes.ts";
import { streamTransform } from "./stream.ts";

/** What each byte becomes, in both directions. */
interface Tables {
  readonly encrypt: Uint8Array;
  readonly decrypt: Uint8Array;
}

/** Tables of the last few passwords, the latest at the end: making them is a thousand sorts. */
const cache = new Map<string, Tables>();
const MAX_CACHED = 16;

/** The substitution under a password (the bytes of its UTF-8); the same for every stream. */
export function table(password: Uint8Array, direction: Direction): StreamTransform {
  const bytes = tablesOf(password)[direction];
  return streamTransform([], (input, out) => {
    for (let at = 0; at < input.length; at++) out[at] = bytes[input[at]!]!;
  });
}

/** The password's tables, from the cache where they are there. Its key is the digest, which all of them depends on. */
function tablesOf(password: Uint8Array): Tables {
  const digest = md5(password).subarray(0, 8);
  const name = digest.join();
  const tables = cache.get(name) ?? makeTables(digest);
  cache.delete(name);
  cache.set(name, tables);
  for (const oldest of cache.keys()) {
    if (cache.size <= MAX_CACHED) break;
    cache.delete(oldest);
  }
  return tables;
}

/** Sorts all bytes 1023 times, stably, by the digest (as a little-endian number) modulo the byte plus the turn. */
function makeTables(digest: Uint8Array): Tables {
  const view = new DataView(digest.buffer, digest.byteOffset, 8);
  const [low, high] = [view.getUint32(0, true), view.getUint32(4, true)];
  const encrypt = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const before = new Uint8Array(256);
  const ranks = new Uint32Array(256);
  for (let turn = 1; turn < 1024; turn++) {
    before.set(encrypt);
    // A number's place below what it is sorted by makes a plain sort stable, and says where it was.
    for (let i = 0; i < 256; i++) ranks[i] = modulo(high, low, before[i]! + turn) * 256 + i;
    ranks.sort();
    for (let i = 0; i < 256; i++) encrypt[i] = before[ranks[i]! & 255]!;
  }
  const decrypt = new Uint8Array(256);
  encrypt.forEach((to, from) => decrypt[to] = from);
  return { encrypt, decrypt };
}

/** The 64-bit number `high`·2³² + `low` modulo a number so small that no product here loses a bit. */
function modulo(high: number, low: number, divisor: number): number {
  return ((high % divisor) * (2 ** 32 % divisor) + low % divisor) % divisor;
}
