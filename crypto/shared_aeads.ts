/** A few ciphers that many sessions take turns in: most sessions are silent, and a keyed cipher takes kilobytes. @module */

import type { MakeAead } from "./providers/types.ts";
import type { Aead } from "./types.ts";

/** Ciphers of one port: more sessions than this rarely speak at once. */
export const MAX_SHARED = 64;

/** Who uses ciphers in turn: what {@linkcode SharedAeads.join} gave. */
export type Turn = number;

/** Ciphers made when they are first needed, and keyed anew when another session's turn comes. */
export class SharedAeads {
  readonly #make: MakeAead;
  readonly #aeads: Aead[] = [];
  /** Whose key each has. */
  readonly #turns: Turn[] = [];
  #joined = 0;

  /** @param make makes the cipher under a key */
  constructor(make: MakeAead) {
    this.#make = make;
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
    const slot = turn % MAX_SHARED;
    const aead = this.#aeads[slot];
    if (aead !== undefined && this.#turns[slot] === turn) return aead;
    this.#turns[slot] = turn;
    if (aead === undefined) return this.#aeads[slot] = this.#make(key);
    aead.rekey(key);
    return aead;
  }

  /** Frees them; a second call does nothing. */
  close(): void {
    for (const aead of this.#aeads) aead?.close();
  }
}
