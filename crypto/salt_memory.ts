/** Where salts are kept: in memory of one thread's own, which grows, or in memory that threads share. @module */

import { freeLockOf, type Lock, NO_LOCK, SharedLock } from "./lock.ts";

/** What a memory is for. */
export interface SaltShape {
  /** Bytes of the longest salt. */
  readonly saltSize: number;
  /** The most salts that are kept. */
  readonly most: number;
}

/** The parts of a memory, each with room for the salts that were asked for. */
export interface SaltParts {
  /** The salts, in the order of entry, from the start again behind the end. */
  readonly ring: Uint8Array;
  /** When each was entered. */
  readonly times: Float64Array;
  /** Open addressing with linear probing: 0 is empty, else the place in the ring plus one. */
  readonly table: Int32Array;
}

/** The memory of one set of salts. */
export interface SaltMemory {
  readonly shape: SaltShape;
  /** What all who use it agree on; see {@linkcode STATE}. */
  readonly state: Int32Array;
  /** Held by who changes it. */
  readonly lock: Lock;
  /** The parts with room for so many salts; what stood in them stands there no more unless the memory is shared. */
  parts(capacity: number): SaltParts;
}

/** The words of the state. */
export const STATE = { lock: 0, next: 1, count: 2, capacity: 3, mask: 4, seed: 5 } as const;

const STATE_BYTES = 32;

/** Salts that there is room for at first: it doubles when they are there. */
const FIRST_CAPACITY = 64;

/** Places in the table for so many salts: a power of two, at least half of them empty. */
export function tableSize(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(capacity * 2));
}

/** Gives a port the memory for its salts. */
export type FindSaltMemory = (shape: SaltShape) => SaltMemory;

/** Memory of this thread's own. */
export function ownSaltMemory(shape: SaltShape): SaltMemory {
  const { saltSize, most } = shape;
  return {
    shape,
    state: begun(new Int32Array(STATE_BYTES / 4), most),
    lock: NO_LOCK,
    parts: (capacity) => ({
      ring: new Uint8Array(saltSize * capacity),
      times: new Float64Array(capacity),
      table: new Int32Array(tableSize(capacity)),
    }),
  };
}

/** Memory for salts that threads share; it may be posted to them. */
export interface SharedSalts {
  readonly shape: SaltShape;
  /** Has room for all the salts that there may ever be: pages that stay untouched cost nothing. */
  readonly buffer: SharedArrayBuffer;
}

/** Makes memory that threads can share. */
export function makeSharedSalts(shape: SaltShape): SharedSalts {
  const { saltSize, most } = shape;
  const buffer = new SharedArrayBuffer(STATE_BYTES + most * 8 + tableSize(most) * 4 + most * saltSize);
  begun(new Int32Array(buffer, 0, STATE_BYTES / 4), most);
  return { shape, buffer };
}

/**
 * One thread's view of shared memory.
 *
 * @param holder the thread's number, from 1
 */
export function sharedSaltMemory({ shape, buffer }: SharedSalts, holder: number): SaltMemory {
  const { saltSize, most } = shape;
  const table = STATE_BYTES + most * 8;
  const ring = table + tableSize(most) * 4;
  const parts = {
    times: new Float64Array(buffer, STATE_BYTES, most),
    table: new Int32Array(buffer, table, tableSize(most)),
    ring: new Uint8Array(buffer, ring, most * saltSize),
  };
  const state = new Int32Array(buffer, 0, STATE_BYTES / 4);
  return { shape, state, lock: new SharedLock(state.subarray(STATE.lock, STATE.lock + 1), holder), parts: () => parts };
}

/** Frees the lock of shared memory if a thread that has died held it. */
export function freeSharedSalts({ buffer }: SharedSalts, holder: number): void {
  freeLockOf(new Int32Array(buffer, STATE.lock * 4, 1), holder);
}

function begun(state: Int32Array, most: number): Int32Array {
  const capacity = Math.min(FIRST_CAPACITY, most);
  state[STATE.capacity] = capacity;
  state[STATE.mask] = tableSize(capacity) - 1;
  // Keeps a peer from choosing salts that collide.
  state[STATE.seed] = crypto.getRandomValues(new Int32Array(1))[0]!;
  return state;
}
