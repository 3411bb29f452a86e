/** Keys for tests: the same for the same seed. @module */

import { findMethod } from "../../crypto/methods.ts";
import { noise } from "./wiring.ts";

/** Bytes of a key for methods that take passwords. */
const PASSWORD = 12;

/** A key of so many bytes, as configs have it. */
export function keyOf(size: number, seed: number): string {
  return btoa(String.fromCharCode(...noise(size, seed)));
}

/** A key of the form that a method takes. */
export function keyFor(method: string, seed = 1): string {
  const row = findMethod(method);
  if (row === undefined) throw new Error(`Cannot test ${method}: it is not a method of ours`);
  return keyOf(row.kind === "aead-2022" ? row.keySize : PASSWORD, seed);
}
