/** What every stream transform must do with a vector: both ways, whole, in place and in any split. @module */

import { assertEquals } from "#test";
import type { Direction } from "../../../crypto/legacy/modes.ts";
import type { StreamTransform } from "../../../crypto/types.ts";
import { toHex } from "../../vectors/hex.ts";

/** One vector and the stream that must satisfy it. */
export interface StreamCase {
  /** Named when it fails. */
  name: string;
  /** A new stream at its start. */
  make: (direction: Direction) => StreamTransform;
  /** What goes in when encrypting. */
  plaintext: Uint8Array;
  /** What must come out. */
  ciphertext: Uint8Array;
}

/** Encrypts and decrypts a vector, whole, in place, in two parts at several points, and byte by byte. */
export function checkStream({ name, make, plaintext, ciphertext }: StreamCase): void {
  const directions: [Direction, Uint8Array, Uint8Array][] = [
    ["encrypt", plaintext, ciphertext],
    ["decrypt", ciphertext, plaintext],
  ];
  for (const [direction, input, output] of directions) {
    const expected = toHex(output);
    for (const ends of splits(input.length)) {
      assertEquals(toHex(transform(make(direction), input, ends)), expected, `${name}: ${direction} split at ${ends}`);
    }
    const inPlace = input.slice();
    make(direction).update(inPlace, inPlace);
    assertEquals(toHex(inPlace), expected, `${name}: ${direction} in place`);
  }
}

/** All that a stream makes of the input, given in parts that end at `ends` and at its end; closes the stream. */
export function transform(stream: StreamTransform, input: Uint8Array, ends: readonly number[] = []): Uint8Array {
  const out = new Uint8Array(input.length);
  let from = 0;
  for (const end of [...ends, input.length]) {
    stream.update(input.subarray(from, end), out.subarray(from, end));
    from = end;
  }
  stream.close();
  return out;
}

/** Where to split input of a length: nowhere, around the edges of blocks, and, when it is short, everywhere. */
function splits(length: number): number[][] {
  const points = [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, length >> 1, length - 1].filter((at) => at < length);
  const all = length <= 128 ? [Array.from({ length }, (_, at) => at)] : [];
  return [[], ...all, ...[...new Set(points)].map((at) => [at])];
}
