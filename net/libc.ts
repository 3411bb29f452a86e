/** The functions of libc that reach where the runtimes' sockets do not. Linux only: the constants differ elsewhere. @module */

import { type Calls, mayOpen, openLibrary, openWaiting, type Signature, system, type WaitingCalls } from "#ffi";

const PATHS = [
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib/aarch64-linux-gnu/libc.so.6",
  "/lib/arm-linux-gnueabihf/libc.so.6",
  "/lib/riscv64-linux-gnu/libc.so.6",
  "/lib64/libc.so.6",
  "/usr/lib/libc.so.6",
  "/lib/libc.musl-x86_64.so.1",
  "/lib/libc.musl-aarch64.so.1",
  // Wherever the system's loader has it.
  "libc.so.6",
];

const FUNCTIONS = {
  dup: { parameters: ["i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  recvmmsg: { parameters: ["i32", "buffer", "i32", "i32", "pointer"], result: "i32" },
  sendmmsg: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "i32"], result: "i32" },
  if_nametoindex: { parameters: ["buffer"], result: "i32" },
  usleep: { parameters: ["i32"], result: "i32" },
} as const;

/** libc's functions, by their names in C. */
export type Libc = Calls<typeof FUNCTIONS>;

let opened: Libc | null | undefined;

/** libc, opened once; null where it cannot be had. */
export function openLibc(): Libc | null {
  if (opened === undefined) opened = openLibcFor(FUNCTIONS);
  return opened;
}

/** libc with these functions of it; null where it cannot be had. The library stays open: call it once. */
export function openLibcFor<const S extends Readonly<Record<string, Signature>>>(functions: S): Calls<S> | null {
  return firstThatOpens((path) => openLibrary(path, functions));
}

/** The same with functions that wait; null also where the runtime has no threads for them. */
export function openWaitingLibc<const S extends Readonly<Record<string, Signature>>>(
  functions: S,
): WaitingCalls<S> | null {
  return firstThatOpens((path) => openWaiting(path, functions));
}

function firstThatOpens<T>(open: (path: string) => T): T | null {
  if (system !== "linux") return null;
  for (const path of PATHS) {
    if (!mayOpen(path)) continue;
    try {
      return open(path);
    } catch {
      // Not this machine's: the next one may be.
    }
  }
  return null;
}
