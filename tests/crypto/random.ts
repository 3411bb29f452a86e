/** Bytes that look random and are the same at every run. @module */

import { seeded } from "../config/random.ts";

export { seeded };

/** A number from 0 up to, and without, its argument: what `seeded` makes. */
export type Below = ReturnType<typeof seeded>;

/** So many bytes. */
export function randomBytes(below: Below, size: number): Uint8Array {
  const words = Uint32Array.from({ length: Math.ceil(size / 4) }, () => below(2 ** 32));
  return new Uint8Array(words.buffer, 0, size);
}

/** The bytes cut into parts of 0 up to `most` bytes, in order. */
export function randomParts(below: Below, bytes: Uint8Array, most: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = below(most + 1);
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

/** All parts as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
