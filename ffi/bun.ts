/** Native libraries on Bun: `bun:ffi`. @module */

import { dlopen, FFIType, ptr, read } from "bun:ffi";
import { read as readDescriptor } from "node:fs";
import type { Calls, NativeType, Pointer, RuntimeName, Signature, WaitingCalls } from "./types.ts";

export type { Calls, Crossing, Foreign, NativeType, Pointer, RuntimeName, Signature, WaitingCalls } from "./types.ts";

/** The runtime's name. */
export const runtime: RuntimeName = "bun";

/** The operating system. */
export const system: string = process.platform;

const TYPES: Record<NativeType, FFIType> = {
  pointer: FFIType.ptr,
  buffer: FFIType.ptr,
  i32: FFIType.i32,
  usize: FFIType.u64,
  void: FFIType.void,
};

/** Whether the processor is an x86 of 64 bits: there some of the kernel's structures are packed. */
export const isX64: boolean = process.arch === "x64";

/** Where the bytes are in memory. */
export function addressOf(bytes: Uint8Array): bigint | null {
  return BigInt(ptr(bytes));
}

/** Whether opening this file is permitted: Bun has no permissions. */
export function mayOpen(_path: string): boolean {
  return true;
}

/** Opens a library by absolute path. */
export function openLibrary<const S extends Readonly<Record<string, Signature>>>(path: string, symbols: S): Calls<S> {
  const declared: Record<string, { args: FFIType[]; returns: FFIType }> = {};
  for (const [name, { parameters, result }] of Object.entries(symbols)) {
    declared[name] = { args: parameters.map((type) => TYPES[type]), returns: TYPES[result] };
  }
  // Bun's pointers are numbers and its buffers typed arrays: what our signatures allow is a subset.
  return dlopen(path, declared).symbols as unknown as Calls<S>;
}

/** Bun has no threads for calls that wait. */
export function openWaiting<const S extends Readonly<Record<string, Signature>>>(
  _path: string,
  _symbols: S,
): WaitingCalls<S> | null {
  return null;
}

/** Reads up to as many bytes as fit, on a thread that may wait; an error is told by the next call on the descriptor. */
export function readOnThread(descriptor: number, into: Uint8Array): Promise<void> {
  return new Promise((resolve) => readDescriptor(descriptor, into, 0, into.length, null, () => resolve()));
}

/** An array of a few zero bytes: Bun makes one of its own in some nanoseconds, and a view of another takes ten times as long. */
export function makeSmall(size: number): Uint8Array {
  return new Uint8Array(size);
}

/** The `int` at an address that C gave. */
export function readInt(at: Pointer): number {
  // Our opaque pointer is a number on Bun.
  return read.i32(at as unknown as Parameters<typeof read.i32>[0], 0);
}
