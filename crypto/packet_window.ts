/** The packet ids that a session has seen. @module */

/** Ids behind the newest that are still told apart (as WireGuard's: 128 words of 64 bits, less one). */
export const WINDOW_SIZE = 8128;

const WORDS = (WINDOW_SIZE + 64) / 32;

/** A sliding window over packet ids (SIP022 §3.2.4). Enter an id only when its datagram has proved to be the peer's. */
export class PacketWindow {
  readonly #bits = new Uint32Array(WORDS);
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
    return (this.#bits[Math.floor(id / 32) % WORDS]! & 1 << id % 32) === 0;
  }

  /** Enters an id; false when it is not new. */
  enter(id: number): boolean {
    if (!this.isNew(id)) return false;
    if (id > this.#newest) this.#advance(id);
    this.#bits[Math.floor(id / 32) % WORDS]! |= 1 << id % 32;
    return true;
  }

  /** Forgets the words that the window leaves behind. */
  #advance(id: number): void {
    const from = Math.floor(this.#newest / 32) + 1;
    const to = Math.floor(id / 32);
    if (this.#newest < 0 || to - from >= WORDS) this.#bits.fill(0);
    else for (let word = from; word <= to; word++) this.#bits[word % WORDS] = 0;
    this.#newest = id;
  }
}
