/** The sessions that have ended, as long as a datagram of theirs could still be repeated. @module */

/** Seconds that a session is remembered: as long as a timestamp can pass, on either side of the clock (SIP022 §3.2.4). */
const REMEMBERED = 60;

/** Sessions remembered at the most; beyond it the oldest is forgotten. */
const MOST = 65_536;

interface Ended {
  readonly newest: number;
  readonly at: number;
}

/** Remembers of each only its newest packet id: whatever is not newer is taken for a repetition. */
export class EndedSessions {
  /** In the order of their ends. */
  readonly #ended = new Map<string, Ended>();

  /**
   * Notes the end of a session.
   *
   * @param now seconds
   */
  add(key: string, newest: number, now: number): void {
    this.#ended.delete(key);
    this.#ended.set(key, { newest, at: now });
    for (const [oldest, { at }] of this.#ended) {
      if (at + REMEMBERED >= now && this.#ended.size <= MOST) break;
      this.#ended.delete(oldest);
    }
  }

  /** The newest id of a session that has ended; -1 where none is remembered. */
  newestOf(key: string): number {
    return this.#ended.get(key)?.newest ?? -1;
  }
}
