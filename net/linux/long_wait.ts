/** Waiting for an epoll for as long as it takes, while the runtime's loop goes on. @module */

import { addressOf, isX64, readOnThread } from "#ffi";
import { openLibcFor, openWaitingLibc } from "../libc.ts";
import { nativeBuffer } from "../libc_process.ts";
import type { SocketCalls } from "./calls.ts";

/** The call of C that waits for an epoll, or only looks. */
export const EPOLL_WAIT = { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" } as const;

/** Waits until an epoll has something to tell, and has up to `most` events written; how many there are. */
export type LongWait = (epoll: number, events: Uint8Array, most: number) => Promise<number>;

/** The way that this runtime has for it; null where there is none. */
export function openLongWait(calls: SocketCalls): LongWait | null {
  return onThread() ?? byRequest(calls);
}

/** By a thread of the runtime's that calls C. */
function onThread(): LongWait | null {
  const waiting = openWaitingLibc({ epoll_wait: EPOLL_WAIT });
  if (waiting === null) return null;
  return (epoll, events, most) => waiting.epoll_wait(epoll, events, most, -1);
}

/**
 * By the kernel: it is asked to raise a counter of ours when the epoll has something to tell, and a thread of the
 * runtime's reads the counter.
 */
function byRequest(calls: SocketCalls): LongWait | null {
  const request = readOnThread === null ? null : PollRequest.open(calls);
  if (request === null) return null;
  return async (epoll, events, most) => {
    await request.raised(epoll);
    return calls.epoll_wait(epoll, events, most, 0);
  };
}

/** EFD_CLOEXEC; reading waits while the counter is 0. */
const COUNTER = 0o2000000;
/** Numbers of the calls, which libc has no functions for. */
const CALLS = isX64
  ? { setup: 206, destroy: 207, reap: 208, submit: 209 }
  : { setup: 0, destroy: 1, reap: 4, submit: 2 };
const POLL = 5;
const POLLIN = 1;
/** The counter at `resfd` is raised. */
const RAISE = 1;

/** Any call of the kernel's, by its number. */
type SystemCall = (call: number, a: number, b: number, c: number, d: number, e: number) => number;

/**
 * A request to the kernel to look at a descriptor until it can be read (io_submit(2), Linux 4.18).
 *
 * ```text
 * struct iocb: data u64 | key u32 | rw_flags u32 | opcode u16 | reqprio u16 | fildes u32
 *              | buf u64 (events) | nbytes u64 | offset u64 | reserved u64 | flags u32 | resfd u32
 * ```
 */
class PollRequest {
  readonly #call: SystemCall;
  readonly #counter: number;
  readonly #count = nativeBuffer(8);
  readonly #block = new DataView(nativeBuffer(64).buffer);
  /** Where the block is. */
  readonly #blocks = nativeBuffer(8);
  readonly #outcome = nativeBuffer(32);
  /** The kernel's name for our queue. */
  #queue = 0;

  /** One request, kept for good; null where the kernel takes none. */
  static open(calls: SocketCalls): PollRequest | null {
    const word = "usize";
    const libc = openLibcFor({ syscall: { parameters: [word, word, word, word, word, word], result: "i32" } });
    if (libc === null) return null;
    const counter = calls.eventfd(1, COUNTER);
    const request = new PollRequest(libc.syscall, counter);
    if (request.#setUp()) {
      calls.read(counter, request.#count, 8);
      request.#reap();
      return request;
    }
    calls.close(counter);
    return null;
  }

  private constructor(call: SystemCall, counter: number) {
    this.#call = call;
    this.#counter = counter;
    this.#block.setUint16(16, POLL, true);
    this.#block.setBigUint64(24, BigInt(POLLIN), true);
    this.#block.setUint32(56, RAISE, true);
    this.#block.setUint32(60, counter, true);
    new DataView(this.#blocks.buffer).setBigUint64(0, BigInt(at(new Uint8Array(this.#block.buffer))), true);
  }

  /** Done when the descriptor can be read, or when that cannot be waited for now. One at a time. */
  async raised(descriptor: number): Promise<void> {
    if (!this.#submit(descriptor)) return;
    await readOnThread!(this.#counter, this.#count.subarray(0, 8));
    this.#reap();
  }

  /** Tries it with the counter, which can be read from the start: some kernels know no such request. */
  #setUp(): boolean {
    const queue = nativeBuffer(8);
    if (this.#call(CALLS.setup, 1, at(queue), 0, 0, 0) !== 0) return false;
    this.#queue = Number(new DataView(queue.buffer).getBigUint64(0, true));
    if (this.#submit(this.#counter)) return true;
    this.#call(CALLS.destroy, this.#queue, 0, 0, 0, 0);
    return false;
  }

  #submit(descriptor: number): boolean {
    this.#block.setUint32(20, descriptor, true);
    return this.#call(CALLS.submit, this.#queue, 1, at(this.#blocks), 0, 0) === 1;
  }

  /** Takes what the kernel says of the request that is done, or it would take no other. */
  #reap(): void {
    this.#call(CALLS.reap, this.#queue, 0, 1, at(this.#outcome), 0);
  }
}

/** Where it is in memory, for the kernel: below 2^53 on all that we run on. */
function at(bytes: Uint8Array): number {
  return Number(addressOf(bytes));
}
