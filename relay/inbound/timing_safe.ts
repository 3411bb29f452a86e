/** `timingSafeEqual` of @std/crypto, which ships no types here, under a declaration of our own. @module */

// @ts-ignore the package carries no declarations: what is imported is `any` on Deno and an error under tsc
import * as untyped from "#std/timing-safe-equal";

/** The part of @std/crypto/timing-safe-equal that is used. */
interface Compare {
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

const typed: Compare = untyped;

/** Whether two buffers of one length are the same, in a time that does not tell where they differ. */
export const timingSafeEqual: Compare["timingSafeEqual"] = typed.timingSafeEqual;
