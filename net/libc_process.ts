/** The functions of libc about the process itself: who it is, what it may open, where its output goes. @module */

import type { Calls } from "#ffi";
import { openLibcFor } from "./libc.ts";

const FUNCTIONS = {
  getuid: { parameters: [], result: "i32" },
  geteuid: { parameters: [], result: "i32" },
  getgid: { parameters: [], result: "i32" },
  setgroups: { parameters: ["usize", "buffer"], result: "i32" },
  setgid: { parameters: ["i32"], result: "i32" },
  setuid: { parameters: ["i32"], result: "i32" },
  getrlimit: { parameters: ["i32", "buffer"], result: "i32" },
  setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
  kill: { parameters: ["i32", "i32"], result: "i32" },
  access: { parameters: ["buffer", "i32"], result: "i32" },
  open: { parameters: ["buffer", "i32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  ftruncate: { parameters: ["i32", "usize"], result: "i32" },
  lockf: { parameters: ["i32", "i32", "usize"], result: "i32" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "i32" },
} as const;

/** libc's functions about processes, by their names in C. */
export type LibcProcess = Calls<typeof FUNCTIONS>;

let opened: LibcProcess | null | undefined;

/** libc for what concerns the process, opened once; null where it cannot be had. */
export function openLibcProcess(): LibcProcess | null {
  if (opened === undefined) opened = openLibcFor(FUNCTIONS);
  return opened;
}

/** The least memory that C is given: smaller buffers may move under it. */
const LEAST_BUFFER = 128;

/** Room for C to read or write in. */
export function nativeBuffer(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Math.max(bytes, LEAST_BUFFER));
}

/** A text as C reads it. */
export function nativeText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const buffer = nativeBuffer(bytes.length + 1);
  buffer.set(bytes);
  return buffer;
}
