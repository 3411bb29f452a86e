/** The sessions that have ended, as long as a datagram of theirs could still be repeated. @module */

import { seededHash } from "./seeded_hash.ts";

/** Seconds that a session is remembered: as long as a timestamp can pass, on either side of the clock (SIP022 §3.2.4). */
const REMEMBERED = 60;

/** Sessions of one span at the most: beyond it the span before is forgotten, and twice as many are remembered at most. */
const MOST = 65_536;

/** Sessions for which there is room at first. */
const FIRST_ROOM = 64;

/** Numbers of an id in a key. */
const ID_LENGTH = 4;

/** Words by which a session is known. */
const WORDS = 3;

/**
 * Remembers of each session only its newest packet id: whatever is not newer is taken for a repetition. Sessions are kept
 * in two spans of time, and forgotten with their span.
 */
export class EndedSessions {
  #span = new Span();
  #before = new Span();
  /** When the span began, in seconds. */
  #since = 0;

  /**
   * Notes the end of a session.
   *
   * @param key its id, as four numbers of 16 bits, and behind them whose it is: another user may choose the same id
   * @param newest its newest packet id; -1 where none came, and nothing need be noted
   * @param now seconds
   */
  add(key: string, newest: number, now: number): void {
    if (newest < 0) return;
    if (now - this.#since > REMEMBERED || this.#span.count === MOST) {
      // Two spans later nothing of the last one can be repeated any more.
      this.#before = now - this.#since > 2 * REMEMBERED ? new Span() : this.#span;
      this.#span = new Span();
      this.#since = now;
    }
    this.#span.set(key, newest);
  }

  /** The newest id of a session that has ended; -1 where none is remembered. */
  newestOf(key: string): number {
    return Math.max(this.#span.get(key), this.#before.get(key));
  }
}

/**
 * Sessions of one span: a hash table with open addresses, half full at most. An object for each would stand among those
 * that its association leaves behind, and keep their pages from being given back.
 */
class Span {
  /** Sessions in it. */
  count = 0;
  /** In each place the two words of an id, and one that its user's name becomes. */
  #ids = new Uint32Array(2 * WORDS * FIRST_ROOM);
  /** The newest packet id, and -1 in a free place. */
  #newest = new Float64Array(2 * FIRST_ROOM).fill(-1);
  /** Ids are the clients' choice; where they stand is not. */
  readonly #seed = crypto.getRandomValues(new Uint32Array(1))[0]!;

  get(key: string): number {
    return this.#newest[this.#find(highWord(key), lowWord(key), userWord(key))]!;
  }

  set(key: string, newest: number): void {
    if (this.count * 2 === this.#newest.length) this.#grow();
    this.#put(highWord(key), lowWord(key), userWord(key), newest);
  }

  #put(high: number, low: number, user: number, newest: number): void {
    const place = this.#find(high, low, user);
    if (this.#newest[place] === -1) this.count++;
    this.#ids[WORDS * place] = high;
    this.#ids[WORDS * place + 1] = low;
    this.#ids[WORDS * place + 2] = user;
    this.#newest[place] = newest;
  }

  /** Where a session stands, or the free place where it would. */
  #find(high: number, low: number, user: number): number {
    const ids = this.#ids;
    const mask = this.#newest.length - 1;
    for (let place = seededHash(high ^ user, low, this.#seed) & mask;; place = (place + 1) & mask) {
      const at = WORDS * place;
      const isIt = ids[at] === high && ids[at + 1] === low && ids[at + 2] === user;
      if (isIt || this.#newest[place] === -1) return place;
    }
  }

  #grow(): void {
    const [ids, newest] = [this.#ids, this.#newest];
    this.#ids = new Uint32Array(2 * ids.length);
    this.#newest = new Float64Array(2 * newest.length).fill(-1);
    this.count = 0;
    for (let place = 0; place < newest.length; place++) {
      const at = WORDS * place;
      if (newest[place] !== -1) this.#put(ids[at]!, ids[at + 1]!, ids[at + 2]!, newest[place]!);
    }
  }
}

function highWord(key: string): number {
  return (key.charCodeAt(0) << 16 | key.charCodeAt(1)) >>> 0;
}

function lowWord(key: string): number {
  return (key.charCodeAt(2) << 16 | key.charCodeAt(3)) >>> 0;
}

/** One word for whose session it is. Names are the operator's choice, and need not be hashed with a secret. */
function userWord(key: string): number {
  let word = 0;
  for (let i = ID_LENGTH; i < key.length; i++) word = Math.imul(word ^ key.charCodeAt(i), 0x01000193);
  return word >>> 0;
}
