/** The test seam on Deno: `Deno.test` with its leak sanitizers, and our own check of what is open. @module */

import { closedAfter } from "./leaks.ts";
import type { DeclareTest } from "./types.ts";

export * from "./assert.ts";
export * from "./vectors.ts";

/** The runtime's name. */
export const runtime = "deno";

/** Declares a test. */
export const test: DeclareTest = (name, body, options = {}) => {
  Deno.test({
    name,
    ignore: options.skip ?? false,
    sanitizeOps: true,
    sanitizeResources: true,
    fn: closedAfter(body, options.limit),
  });
};
