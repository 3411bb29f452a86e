/** Free memory, given back to the system. @module */

import type { Calls } from "#ffi";
import { unmapCleanPages } from "./clean_pages.ts";
import { openLibcFor } from "./libc.ts";

const FUNCTIONS = { malloc_trim: { parameters: ["usize"], result: "i32" } } as const;

let opened: Calls<typeof FUNCTIONS> | null | undefined;

/** Gives back what can be, by the ways that both runtimes share. */
export function giveBack(): void {
  trimHeap();
  unmapCleanPages();
}

/** Has glibc hand back what was freed; another libc has no such call. */
function trimHeap(): void {
  if (opened === undefined) opened = openLibcFor(FUNCTIONS);
  opened?.malloc_trim(0);
}
