/** Native libraries on Deno: `Deno.dlopen`. @module */

import type { Calls, RuntimeName, Signature } from "./types.ts";

export type { Calls, Crossing, Foreign, NativeType, Pointer, RuntimeName, Signature } from "./types.ts";

/** The runtime's name. */
export const runtime: RuntimeName = "deno";

/** The operating system. */
export const system: string = Deno.build.os;

/** Where the bytes are in memory; null where raw pointers are not permitted. */
export function addressOf(bytes: Uint8Array): bigint | null {
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") return null;
  // The type wants a buffer that is not shared, which ours never are.
  return Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes as Uint8Array<ArrayBuffer>));
}

/** Whether opening this file is permitted; asks nobody. */
export function mayOpen(path: string): boolean {
  return Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
}

/** Opens a library by absolute path. */
export function openLibrary<const S extends Readonly<Record<string, Signature>>>(path: string, symbols: S): Calls<S> {
  const library = Deno.dlopen(path, symbols as Deno.ForeignLibraryInterface);
  // The two sides spell the same signatures: ours is the subset whose values are numbers, bytes and opaque pointers.
  return library.symbols as unknown as Calls<S>;
}
