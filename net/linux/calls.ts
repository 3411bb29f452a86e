/** The calls of Linux that our own sockets are made of. @module */

import { addressOf, type Calls, readInt } from "#ffi";
import { openLibcFor } from "../libc.ts";
import { EPOLL_WAIT, type LongWait, openLongWait } from "./long_wait.ts";

const FUNCTIONS = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  listen: { parameters: ["i32", "i32"], result: "i32" },
  accept4: { parameters: ["i32", "buffer", "buffer", "i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  // What is sent or received is far from 2 GiB: the low half of the result is all of it.
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  shutdown: { parameters: ["i32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: EPOLL_WAIT,
  eventfd: { parameters: ["i32", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
} as const;

/** The calls, by their names in C. */
export type SocketCalls = Calls<typeof FUNCTIONS>;

let opened: { readonly calls: SocketCalls; readonly longWait: LongWait } | null | undefined;

/** Whether sockets of our own can be had: on Linux, where native code may be given addresses, and may be waited for. */
export function hasOwnSockets(): boolean {
  if (opened === undefined) opened = open();
  return opened !== null;
}

/** The calls. Ask {@linkcode hasOwnSockets} first. */
export function calls(): SocketCalls {
  return opened!.calls;
}

/** The wait for an epoll. */
export function longWait(): LongWait {
  return opened!.longWait;
}

function open(): typeof opened {
  if (addressOf(new Uint8Array(LEAST_BUFFER)) === null) return null;
  const functions = openLibcFor(FUNCTIONS);
  if (functions === null) return null;
  const longWait = openLongWait(functions);
  return longWait === null ? null : { calls: functions, longWait };
}

/** Bytes that C may read or write in: small arrays may move under it. */
export const LEAST_BUFFER = 128;

/** What the last call that failed on this thread says. */
export function errorNumber(): number {
  return readInt(opened!.calls.__errno_location()!);
}
