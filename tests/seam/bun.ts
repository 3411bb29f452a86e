/** The test seam on Bun: `bun:test`, and our own check of what is open. @module */

import { test as declare } from "bun:test";
import { closedAfter, TEST_LIMIT } from "./leaks.ts";
import type { DeclareTest } from "./types.ts";

export * from "./assert.ts";
export * from "./vectors.ts";

/** The runtime's name. */
export const runtime = "bun";

/** Declares a test. */
export const test: DeclareTest = (name, body, options = {}) => {
  const run = options.skip ? declare.skip : declare;
  run(name, closedAfter(body, options.limit), ((options.limit ?? TEST_LIMIT) + 5) * 1000);
};
