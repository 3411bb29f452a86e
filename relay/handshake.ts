/** The time that a client has to say what it wants, and what becomes of one that does not say it right. @module */

import { after, type Timed, type Wait } from "../net/timers.ts";
import type { Stream } from "../net/types.ts";

/** The limit is longer or shorter by up to this part, so that it does not give us away. */
const JITTER = 0.1;

/** Closes a stream when its handshake takes too long. */
export class HandshakeLimit implements Timed {
  /** Who the client has proved to be meanwhile. */
  user: string | undefined = undefined;
  readonly #stream: Stream;
  readonly #wait: Wait;
  #expired = false;
  #over = false;
  #whenOver: (() => void) | null = null;

  /** @param seconds for the handshake, ± 10 % */
  constructor(stream: Stream, seconds: number) {
    this.#stream = stream;
    this.#wait = after(seconds * (1 - JITTER + 2 * JITTER * Math.random()), this);
  }

  /** Whether the time ran out. */
  get expired(): boolean {
    return this.#expired;
  }

  /** The handshake is done, or the client has gone. */
  cancel(): void {
    this.#wait.cancel();
    this.#end();
  }

  timeUp(): void {
    this.#expired = true;
    this.#stream.close();
    this.#end();
  }

  /** Waits until the time has run out, or does not matter any more. */
  ended(): Promise<void> {
    if (this.#over) return Promise.resolve();
    return new Promise((resolve) => this.#whenOver = resolve);
  }

  #end(): void {
    this.#over = true;
    this.#whenOver?.();
  }
}

/**
 * Refused connections: each is read and discarded, without a word, until its peer ends or its handshake's time has run
 * out, as one is whose handshake never comes. A prober learns nothing from when or how it ends. However many there are,
 * none is closed before its time, which would tell that it was refused.
 */
export class Drains {
  #most: number;
  #mostBytes: number;
  /** Those that are read, in the order in which they came. */
  readonly #read = new Set<Stream>();

  /**
   * @param most connections read at once; beyond it the oldest is held without being read any more
   * @param mostBytes discarded from one connection; beyond it nothing is read any more
   */
  constructor(most: number, mostBytes: number) {
    this.#most = most;
    this.#mostBytes = mostBytes;
  }

  /** Sets other bounds, for those that come from now on. */
  resize(most: number, mostBytes: number): void {
    this.#most = most;
    this.#mostBytes = mostBytes;
  }

  /** How many are read now. */
  get size(): number {
    return this.#read.size;
  }

  /** Holds one to its end. */
  async hold(stream: Stream, limit: HandshakeLimit): Promise<void> {
    this.#read.add(stream);
    for (const oldest of this.#read) {
      if (this.#read.size <= this.#most) break;
      this.#read.delete(oldest);
    }
    try {
      if (!await this.#discard(stream)) await limit.ended();
    } catch {
      // The peer has reset it, or its time has run out.
    } finally {
      this.#read.delete(stream);
    }
  }

  /** Reads and discards; false when the peer has more to say than we read. */
  async #discard(stream: Stream): Promise<boolean> {
    let left = this.#mostBytes;
    for (let chunk = await stream.next(); chunk !== null; chunk = await stream.next()) {
      left -= chunk.length;
      if (left > 0 && this.#read.has(stream)) continue;
      this.#read.delete(stream);
      stream.release();
      return false;
    }
    return true;
  }
}
