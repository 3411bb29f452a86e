/** Native libraries that may be absent. @module */

import { type Calls, openLibrary, type Signature } from "#ffi";

/** A library's functions; null when the file is absent or lacks one of them. */
export function tryOpen<const S extends Readonly<Record<string, Signature>>>(
  path: string,
  symbols: S,
): Calls<S> | null {
  try {
    return openLibrary(path, symbols);
  } catch {
    return null;
  }
}
