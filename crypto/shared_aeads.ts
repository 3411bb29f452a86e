/** A few ciphers that many sessions take turns in: most sessions are silent, and a keyed cipher takes kilobytes. @module */

import { closedError, countCipher } from "./providers/checks.ts";
import type { MakeAead } from "./providers/types.ts";
import type { Aead } from "./types.ts";

/** Ciphers of one port: more sessions than this rarely speak at once. */
export const MAX_SHARED = 64;

/** Ciphers of one port for its streams, each of which takes two: more would gain little, and take a kilobyte each. */
const MAX_FOR_STREAMS = 256;

/** Who uses ciphers in turn: what {@linkcode SharedAeads.join} gave. */
export type Turn = number;

/** Ciphers made when they are first needed, and keyed anew when another session's turn comes. */
export class SharedAeads {
  readonly #make: MakeAead;
  readonly #most: number;
  readonly #aeads: (Aead | undefined)[] = [];
  /** Whose key each has. */
  readonly #turns: (Turn | undefined)[] = [];
  #joined = 0;

  /**
   * @param make makes the cipher under a key
   * @param most ciphers at once
   */
  constructor(make: MakeAead, most = MAX_SHARED) {
    this.#make = make;
    this.#most = most;
  }

  /** A session's number. */
  join(): Turn {
    return this.#joined++;
  }

  /**
   * The cipher under a session's key, for one operation.
   *
   * @param key the same at every call of the session
   */
  under(turn: Turn, key: Uint8Array): Aead {
    // Those that join one after another are likeliest to speak at once: each has a slot of its own.
    const slot = turn % this.#most;
    const aead = this.#aeads[slot];
    if (aead !== undefined && this.#turns[slot] === turn) return aead;
    this.#turns[slot] = turn;
    if (aead === undefined) return this.#aeads[slot] = this.#make(key);
    aead.rekey(key);
    return aead;
  }

  /** Says that a session has ended: nobody keeps its key. */
  leave(turn: Turn): void {
    const slot = turn % this.#most;
    if (this.#turns[slot] !== turn) return;
    this.#aeads[slot]?.close();
    this.#aeads[slot] = this.#turns[slot] = undefined;
  }

  /** Frees them; a second call does nothing. */
  close(): void {
    for (const aead of this.#aeads) aead?.close();
  }
}

/**
 * Makes ciphers that share a few: one that waits holds its key alone. It takes over the keys that it is given.
 *
 * @param most ciphers at once; enough for the streams of a port unless given
 */
export function sharing(make: MakeAead, most = MAX_FOR_STREAMS): MakeAead {
  const shared = new SharedAeads(make, most);
  return (key) => new SharedAead(shared, key);
}

/** A cipher of its own to whoever uses it. */
class SharedAead implements Aead {
  readonly nonceSize: number;
  readonly tagSize: number;
  readonly #shared: SharedAeads;
  readonly #turn: Turn;
  #key: Uint8Array | null;

  constructor(shared: SharedAeads, key: Uint8Array) {
    this.#shared = shared;
    this.#turn = shared.join();
    this.#key = key;
    const { nonceSize, tagSize } = shared.under(this.#turn, key);
    this.nonceSize = nonceSize;
    this.tagSize = tagSize;
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    this.#aead().seal(nonce, input, out);
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    return this.#aead().open(nonce, input, out);
  }

  rekey(key: Uint8Array): void {
    this.#aead().rekey(key);
    this.#key = key;
  }

  close(): void {
    if (this.#key === null) return;
    this.#key.fill(0);
    this.#key = null;
    this.#shared.leave(this.#turn);
    countCipher(-1);
  }

  #aead(): Aead {
    if (this.#key === null) throw closedError();
    return this.#shared.under(this.#turn, this.#key);
  }
}
