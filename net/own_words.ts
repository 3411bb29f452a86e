/** The words that this process was started with, the runtime's own among them, as the system keeps them (Linux). @module */

import { nativeBuffer, nativeText, openLibcProcess } from "./libc_process.ts";

/** The most bytes that are read of them. */
const MOST = 1 << 20;

/** The words, the first of them the name that was called; null where they cannot be had. */
export function ownWords(): string[] | null {
  // Not by the runtime: Deno reads nothing there without all permissions.
  const libc = openLibcProcess();
  const descriptor = libc?.open(nativeText("/proc/self/cmdline"), 0, 0) ?? -1;
  if (libc === null || descriptor < 0) return null;
  const bytes = nativeBuffer(MOST);
  const count = libc.read(descriptor, bytes, MOST);
  libc.close(descriptor);
  if (count <= 0 || count === MOST) return null;
  return new TextDecoder().decode(bytes.subarray(0, count)).split("\0").slice(0, -1);
}
