/** Writing to ends that nobody may read, without being stopped by them. @module */

import type { Calls } from "#ffi";
import { openLibcFor } from "./libc.ts";

const FUNCTIONS = { poll: { parameters: ["buffer", "usize", "i32"], result: "i32" } } as const;

const POLLOUT = 4;
const POLLERR = 8;

/** What a pipe takes at once when it says that it takes anything (PIPE_BUF of Linux). */
const STEP = 4096;

let libc: Calls<typeof FUNCTIONS> | null | undefined;
const asked = new Uint8Array(128);
const view = new DataView(asked.buffer);

/** Whether the descriptor takes a step's bytes within so many milliseconds; true where nothing here can tell. */
function takesBytes(descriptor: number, milliseconds: number): boolean {
  if (libc === undefined) libc = openLibcFor(FUNCTIONS);
  if (libc === null) return true;
  view.setInt32(0, descriptor, true);
  view.setInt16(4, POLLOUT, true);
  view.setInt16(6, 0, true);
  if (libc.poll(asked, 1, milliseconds) !== 1) return false;
  return (view.getInt16(6, true) & (POLLOUT | POLLERR)) === POLLOUT;
}

/** One end of the program that is written to. */
export interface End {
  /** Its descriptor. */
  readonly descriptor: number;
  /** Milliseconds that a reader may let us wait; one that let them pass gets no more of them until it reads again. */
  readonly patience: number;
  /** Writes, and says how many bytes it took. */
  write(bytes: Uint8Array): number;
}

/** Writes texts to an end; what its reader does not take in time is lost. */
export function writerTo({ descriptor, patience, write }: End): (text: string) => void {
  const encoder = new TextEncoder();
  let isStuck = false;
  return (text) => {
    try {
      for (let rest = encoder.encode(text); rest.length > 0;) {
        isStuck = !takesBytes(descriptor, isStuck ? 0 : patience);
        if (isStuck) return;
        rest = rest.subarray(write(rest.subarray(0, STEP)));
      }
    } catch {
      // Nobody is there to be told.
    }
  };
}

/** How long the reader of standard output may let us wait: it may be a person who leafs through it. */
export const OUTPUT_PATIENCE = 5000;

/** The same of standard error, which takes a line for each connection. */
export const ERROR_PATIENCE = 100;
