/** What may be asked of a native library, the same on every runtime. @module */

/** How a value crosses into C: an address that C gave, our bytes, an `int`, a `size_t`, nothing. */
export type NativeType = "pointer" | "buffer" | "i32" | "usize" | "void";

/** An address that C gave us; only ever handed back to C. */
export interface Pointer {
  readonly pointer: unique symbol;
}

/** One function's parameters and result, as its header declares them. */
export interface Signature {
  readonly parameters: readonly NativeType[];
  readonly result: NativeType;
}

/** The TypeScript side of a native type. A buffer is at least 65 bytes of memory: smaller ones may move under C. */
export type Crossing<T extends NativeType> = T extends "pointer" ? Pointer | null
  : T extends "buffer" ? Uint8Array | null
  : T extends "void" ? void
  : number;

/** A parameter list in TypeScript. */
export type Arguments<P extends readonly NativeType[]> = { -readonly [I in keyof P]: Crossing<P[I]> };

/** The functions of a library, typed by their signatures. */
export type Calls<S extends Readonly<Record<string, Signature>>> = {
  readonly [K in keyof S]: (...args: Arguments<S[K]["parameters"]>) => Crossing<S[K]["result"]>;
};

/** The functions of a library that run on a thread of the runtime's: they may wait, and what they return comes later. */
export type WaitingCalls<S extends Readonly<Record<string, Signature>>> = {
  readonly [K in keyof S]: (...args: Arguments<S[K]["parameters"]>) => Promise<Crossing<S[K]["result"]>>;
};

/** The runtimes that we run on: what is fastest differs between them. */
export type RuntimeName = "deno" | "bun";

/** What a runtime offers to open libraries, to wait beside its loop, and to make small arrays. */
export interface Foreign {
  /** The runtime's name. */
  readonly runtime: RuntimeName;
  /** The operating system. */
  readonly system: string;
  /** Whether the processor is an x86 of 64 bits: there some of the kernel's structures are packed. */
  readonly isX64: boolean;
  /**
   * Where the bytes are in memory, for a structure that C reads; null where that is not permitted. The bytes must be more
   * than 64, and stay reachable as long as C may use the address.
   */
  addressOf(bytes: Uint8Array): bigint | null;
  /** Whether opening this file is permitted; asks nobody. */
  mayOpen(path: string): boolean;
  /**
   * Opens a library by absolute path and returns its functions; it stays open as long as the process lives.
   *
   * @throws when the file is absent or lacks one of the functions.
   */
  openLibrary<const S extends Readonly<Record<string, Signature>>>(path: string, symbols: S): Calls<S>;
  /**
   * Opens a library by absolute path for functions that wait; null where the runtime has no threads for them. What is
   * given to C must stay reachable until the call is done.
   *
   * @throws when the file is absent or lacks one of the functions.
   */
  openWaiting<const S extends Readonly<Record<string, Signature>>>(path: string, symbols: S): WaitingCalls<S> | null;
  /** Reads up to as many bytes as fit, on a thread of the runtime's that may wait; null where it has none for that. */
  readonly readOnThread: ((descriptor: number, into: Uint8Array) => Promise<void>) | null;
  /** The `int` at an address that C gave. */
  readInt(at: Pointer): number;
  /** An array of a few zero bytes, made the way that is cheapest on this runtime. Not for C: it may be less than 65 bytes. */
  makeSmall(size: number): Uint8Array;
}
