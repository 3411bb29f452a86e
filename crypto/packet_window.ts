/** The packet ids that a session has seen. @module */

import { makeSmall } from "#ffi";

/** Ids behind the newest that are still told apart (as WireGuard's: 128 words of 64 bits, less one). */
export const WINDOW_SIZE = 8128;

const MAX_BYTES = (WINDOW_SIZE + 64) / 8;

/** Bytes that a window starts with: most sessions are short, and count from 0. */
const FIRST_BYTES = 16;

/** A sliding window over packet ids (SIP022 §3.2.4). Enter an id only when its datagram has proved to be the peer's. */
export class PacketWindow {
  /** One bit an id. While it has not its full size, all ids fit in without going round. */
  #bits = makeSmall(FIRST_BYTES);
  /** Ids up to this one count as seen. */
  readonly #floor: number;
  #newest: number;

  /** @param floor the newest id of the session's former life: nothing up to it is new; -1 where there was none */
  constructor(floor = -1) {
    this.#floor = floor;
    this.#newest = floor;
  }

  /** The newest id; the floor before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Whether the id is new: not seen, and not too old to tell. */
  isNew(id: number): boolean {
    if (id > this.#newest) return true;
    if (id <= this.#floor) return false;
    if (this.#newest - id >= WINDOW_SIZE) return false;
    return (this.#bits[this.#byteOf(id)]! & 1 << id % 8) === 0;
  }

  /** Enters an id; false when it is not new. */
  enter(id: number): boolean {
    if (!this.isNew(id)) return false;
    if (id > this.#newest) this.#advance(id);
    this.#bits[this.#byteOf(id)]! |= 1 << id % 8;
    return true;
  }

  #byteOf(id: number): number {
    return Math.floor(id / 8) % this.#bits.length;
  }

  /** Forgets the bytes that the window leaves behind. */
  #advance(id: number): void {
    const from = Math.floor(this.#newest / 8) + 1;
    const to = Math.floor(id / 8);
    if (to >= this.#bits.length) this.#grow(to + 1);
    const bytes = this.#bits.length;
    if (this.#newest < 0 || to - from >= bytes) this.#bits.fill(0);
    else for (let byte = from; byte <= to; byte++) this.#bits[byte % bytes] = 0;
    this.#newest = id;
  }

  /** Makes room for so many bytes, or as many as there may be. */
  #grow(bytes: number): void {
    if (this.#bits.length === MAX_BYTES) return;
    const bits = new Uint8Array(Math.min(MAX_BYTES, Math.max(bytes, this.#bits.length * 2)));
    // What went round before would lie elsewhere now: nothing has, since a window that goes round has its full size.
    bits.set(this.#bits);
    this.#bits = bits;
  }
}
