/** The assertions of @std/assert, which ships no types here, under declarations of our own. @module */

// @ts-ignore the package carries no declarations: what is imported is `any` on Deno and an error under tsc
import * as untyped from "#std/assert";

/** The part of @std/assert that the tests use. */
interface Assertions {
  assert(condition: unknown, message?: string): asserts condition;
  assertEquals<T>(actual: T, expected: T, message?: string): void;
  assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  assertMatch(actual: string, expected: RegExp, message?: string): void;
  assertStringIncludes(actual: string, expected: string, message?: string): void;
  assertThrows<E extends Error>(
    fn: () => unknown,
    kind?: new (...args: never[]) => E,
    messageIncludes?: string,
  ): E;
  assertRejects<E extends Error>(
    fn: () => Promise<unknown>,
    kind?: new (...args: never[]) => E,
    messageIncludes?: string,
  ): Promise<E>;
}

const typed: Assertions = untyped;

/** Fails unless the condition holds. */
export const assert: Assertions["assert"] = typed.assert;
/** Fails unless both are equal, member by member. */
export const assertEquals: Assertions["assertEquals"] = typed.assertEquals;
/** Fails when both are equal, member by member. */
export const assertNotEquals: Assertions["assertNotEquals"] = typed.assertNotEquals;
/** Fails unless the text matches. */
export const assertMatch: Assertions["assertMatch"] = typed.assertMatch;
/** Fails unless the text holds the other. */
export const assertStringIncludes: Assertions["assertStringIncludes"] = typed.assertStringIncludes;
/** Fails unless the function throws such an error, which it returns. */
export const assertThrows: Assertions["assertThrows"] = typed.assertThrows;
/** Fails unless the promise is rejected with such an error, which it returns. */
export const assertRejects: Assertions["assertRejects"] = typed.assertRejects;
