/** Native libraries on Deno: `Deno.dlopen`. @module */

import type { Calls, Foreign, Pointer, RuntimeName, Signature, WaitingCalls } from "./types.ts";

export type { Calls, Crossing, Foreign, NativeType, Pointer, RuntimeName, Signature, WaitingCalls } from "./types.ts";

/** The runtime's name. */
export const runtime: RuntimeName = "deno";

/** The operating system. */
export const system: string = Deno.build.os;

/** Whether the processor is an x86 of 64 bits: there some of the kernel's structures are packed. */
export const isX64: boolean = Deno.build.arch === "x86_64";

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
  const calls = Object.entries<unknown>(library.symbols).map(([name, call]) => [
    name,
    // A function, since none of ours is a variable of the library's.
    withSizes(call as NativeCall, symbols[name]!.parameters),
  ]);
  // The two sides spell the same signatures: ours is the subset whose values are numbers, bytes and opaque pointers.
  return Object.fromEntries(calls) as Calls<S>;
}

/** A function of a library's, whatever its signature. */
type NativeCall = (...args: unknown[]) => unknown;

/**
 * Says sizes as BigInts. Numbers work too, but the fast way into C takes none: V8 finds out each time that it has compiled
 * the caller, throws that away, and compiles it again.
 */
function withSizes(call: NativeCall, parameters: Signature["parameters"]): NativeCall {
  if (!parameters.includes("usize")) return call;
  const shape = parameters.map((type) => type === "usize" ? "size" : "-").join(" ");
  // What is called for every chunk is spelled out, for V8 to inline.
  if (shape === "- - size") return (a, b, size) => call(a, b, BigInt(size as number));
  if (shape === "- - size -") return (a, b, size, d) => call(a, b, BigInt(size as number), d);
  return (...args) => call(...args.map((arg, i) => parameters[i] === "usize" ? BigInt(arg as number) : arg));
}

/** Opens a library by absolute path for functions that wait: each call takes one of the runtime's threads. */
export function openWaiting<const S extends Readonly<Record<string, Signature>>>(
  path: string,
  symbols: S,
): WaitingCalls<S> | null {
  const waiting = Object.entries(symbols).map(([name, signature]) => [name, { ...signature, nonblocking: true }]);
  const library = Deno.dlopen(path, Object.fromEntries(waiting) as Deno.ForeignLibraryInterface);
  // As above, and each result is promised.
  return library.symbols as unknown as WaitingCalls<S>;
}

/** Deno has threads for calls that wait instead. */
export const readOnThread: Foreign["readOnThread"] = null;

/** Bytes that small arrays are cut from: as long as one of them is in use, all are. */
const SHARED_SIZE = 2048;

let shared = new Uint8Array(SHARED_SIZE);
let sharedAt = 0;

/**
 * An array of a few zero bytes, cut from one that others share. One of its own takes four pieces of C's heap, 0.4 µs and
 * a part of each collection.
 */
export function makeSmall(size: number): Uint8Array {
  if (size > SHARED_SIZE / 8) return new Uint8Array(size);
  if (size > SHARED_SIZE - sharedAt) {
    shared = new Uint8Array(SHARED_SIZE);
    sharedAt = 0;
  }
  return shared.subarray(sharedAt, sharedAt += size);
}

/** The `int` at an address that C gave. */
export function readInt(at: Pointer): number {
  // Our opaque pointer is Deno's.
  return new Deno.UnsafePointerView(at as unknown as Deno.PointerObject).getInt32();
}
