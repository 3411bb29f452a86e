/** The calls of Linux that our own sockets are made of. @module */

import { addressOf, type Calls, readInt, type WaitingCalls } from "#ffi";
import { openLibcFor, openWaitingLibc } from "../libc.ts";

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
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  eventfd: { parameters: ["i32", "i32"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
} as const;

const WAITING = { epoll_wait: FUNCTIONS.epoll_wait } as const;

/** The calls, by their names in C. */
export type SocketCalls = Calls<typeof FUNCTIONS>;
/** The calls that wait on a thread of the runtime's. */
export type WaitingSocketCalls = WaitingCalls<typeof WAITING>;

let opened: { readonly calls: SocketCalls; readonly waiting: WaitingSocketCalls } | null | undefined;

/** Whether sockets of our own can be had: on Linux, where native code may be given addresses and may wait. */
export function hasOwnSockets(): boolean {
  if (opened === undefined) opened = open();
  return opened !== null;
}

/** The calls. Ask {@linkcode hasOwnSockets} first. */
export function calls(): SocketCalls {
  return opened!.calls;
}

/** The calls that wait. */
export function waitingCalls(): WaitingSocketCalls {
  return opened!.waiting;
}

function open(): typeof opened {
  if (addressOf(new Uint8Array(LEAST_BUFFER)) === null) return null;
  const [functions, waiting] = [openLibcFor(FUNCTIONS), openWaitingLibc(WAITING)];
  return functions === null || waiting === null ? null : { calls: functions, waiting };
}

/** Bytes that C may read or write in: small arrays may move under it. */
export const LEAST_BUFFER = 128;

/** What the last call that failed on this thread says. */
export function errorNumber(): number {
  return readInt(opened!.calls.__errno_location()!);
}
