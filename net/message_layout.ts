/**
 * What C is given to receive or send many datagrams in one call, on 64-bit Linux: an array of
 *
 * ```text
 * struct mmsghdr: name ptr (8) | name length (4), pad | iovec ptr (8) | iovec count (8)
 *                 | control ptr (8) | control length (8) | flags (4), pad | bytes in message (4), pad
 * struct iovec:   ptr (8) | length (8)
 * ```
 *
 * All of it is written as words of 32 bits: a pointer is two of them, the low one first.
 *
 * @module
 */

import { addressOf } from "#ffi";
import { openLibc } from "./libc.ts";

/** Datagrams in one call. */
export const SLOTS = 64;
/** Bytes of the largest datagram, and one: untouched pages cost nothing. */
export const SLOT_SIZE = 65_536;
/** Bytes of a `struct mmsghdr`, and its words. */
export const HEADER_SIZE = 64;
export const HEADER = { name: 0, nameLength: 2, vectors: 4, count: 6, control: 8, controlLength: 10, received: 14 };
/** Words of a `struct iovec`. */
export const VECTOR = { words: 4, data: 0, length: 2 };
/** Bytes kept for an address. */
export const NAME_SIZE = 32;
/** The flag with which a call does not wait. */
export const MSG_DONTWAIT = 0x40;

/** Words of header so many. */
export function headerWord(index: number, field: number): number {
  return index * HEADER_SIZE / 4 + field;
}

/** Puts the address of memory, some bytes behind its start. */
export function putPointer(words: Uint32Array, at: number, start: bigint, offset: number): void {
  const address = start + BigInt(offset);
  words[at] = Number(address & 0xffffffffn);
  words[at + 1] = Number(address >> 32n);
}

/**
 * Where memory is that is kept for good, so that C may hold its address.
 *
 * @throws {TypeError} where addresses are not permitted: ask {@linkcode canBatch} first.
 */
export function pointerTo(memory: Uint8Array): bigint {
  const address = addressOf(memory);
  if (address === null) throw new TypeError("Cannot take the address of memory: native code is not permitted here");
  return address;
}

/** Whether datagrams can go in batches here: on Linux, where native code may be given addresses. */
export function canBatch(): boolean {
  return openLibc() !== null && addressOf(new Uint8Array(128)) !== null;
}
