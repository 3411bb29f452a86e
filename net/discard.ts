/** Memory that keeps its place and gives up its pages. @module */

import type { Calls } from "#ffi";
import { openLibcFor } from "./libc.ts";

const FUNCTIONS = { madvise: { parameters: ["usize", "usize", "i32"], result: "i32" } } as const;

const MADV_DONTNEED = 4;
/** Bytes of a page. Where pages are larger, the system refuses, and nothing is given up. */
const PAGE = 4096;

let opened: Calls<typeof FUNCTIONS> | null | undefined;

/**
 * Gives up the pages that lie wholly between two addresses: those of a file come back as the file has them, others as
 * zeros. Nothing happens where that cannot be done.
 */
export function discard(start: number, end: number): void {
  const first = Math.ceil(start / PAGE) * PAGE;
  const size = Math.floor(end / PAGE) * PAGE - first;
  if (opened === undefined) opened = openLibcFor(FUNCTIONS);
  if (size > 0) opened?.madvise(first, size, MADV_DONTNEED);
}
