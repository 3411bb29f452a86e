/** What refusals are checked with. @module */

import { assert, assertEquals } from "#test";
import { CipherError, type CipherFault } from "../../crypto/types.ts";

/** Fails unless it is a refusal of that kind, which it returns. */
export function assertFault(failure: unknown, fault: CipherFault, what = ""): CipherError {
  assert(failure instanceof CipherError, `${what}: expected a refusal, got ${failure}`);
  assertEquals(failure.fault, fault, `${what}: ${failure.message}`);
  return failure;
}

/** Fails unless the body is refused like that; returns the refusal. */
export function assertRefused(body: () => unknown, fault: CipherFault, what = ""): CipherError {
  return assertFault(failureOf(body), fault, what);
}

/** What the body throws; null when it returns. */
export function failureOf(body: () => unknown): unknown {
  try {
    body();
    return null;
  } catch (cause) {
    return cause;
  }
}
