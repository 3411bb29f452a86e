/**
 * Waits with a limit. Thousands of connections share one runtime timer: a wait is put into the bucket of its deadline,
 * and a touched one is only moved when its bucket comes up, so that a byte costs no timer call.
 *
 * @module
 */

/** A wait under way. */
export interface Wait {
  /** Starts it anew from now. */
  touch(): void;
  /** Starts it anew from now, with another length. */
  restart(seconds: number): void;
  /** Ends it without a call. A second call does nothing. */
  cancel(): void;
}

/** Whose wait it is, where a function made for one wait would cost more than the wait. */
export interface Timed {
  /** The time has come. */
  timeUp(): void;
}

/** The finest step of a deadline, in milliseconds. */
const FINEST_STEP = 10;
/** A wait may come up late by this part of its length. */
const SLACK = 1 / 64;

const buckets = new Map<number, Set<Deadline>>();
let timer: ReturnType<typeof setTimeout> | undefined;
/** The deadline that `timer` waits for. */
let armedFor = Infinity;
let waits = 0;

/** Waits that are under way. */
export function liveWaits(): number {
  return waits;
}

/** Calls back once, `seconds` after the start or the last touch, up to 1/64 later. */
export function after(seconds: number, owner: Timed | (() => void)): Wait {
  return new Deadline(seconds * 1000, owner);
}

/** A promise of `seconds` gone by. */
export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => after(seconds, resolve));
}

class Deadline implements Wait {
  /** Milliseconds from the start. */
  #length: number;
  #owner: Timed | (() => void) | null;
  #started = performance.now();
  #bucket = 0;

  constructor(length: number, owner: Timed | (() => void)) {
    this.#length = length;
    this.#owner = owner;
    waits++;
    this.#enter();
  }

  touch(): void {
    this.#started = performance.now();
  }

  restart(seconds: number): void {
    this.touch();
    this.#length = seconds * 1000;
    // A bucket that comes up too early moves it on.
    if (this.#owner === null || this.#bucket <= this.#started + this.#length) return;
    this.#leave();
    this.#enter();
  }

  cancel(): void {
    if (this.#owner === null) return;
    this.#owner = null;
    waits--;
    this.#leave();
    if (waits === 0) disarm();
  }

  /** Its bucket has come up: calls back, or moves on when it was touched since. */
  due(now: number): void {
    const owner = this.#owner;
    if (owner === null) return;
    if (this.#started + this.#length > now) return this.#enter();
    this.#owner = null;
    waits--;
    if (typeof owner === "function") owner();
    else owner.timeUp();
  }

  #leave(): void {
    const bucket = buckets.get(this.#bucket);
    bucket?.delete(this);
    if (bucket?.size === 0) buckets.delete(this.#bucket);
  }

  #enter(): void {
    const step = Math.max(FINEST_STEP, this.#length * SLACK);
    this.#bucket = Math.ceil((this.#started + this.#length) / step) * step;
    const bucket = buckets.get(this.#bucket);
    if (bucket !== undefined) {
      bucket.add(this);
      return;
    }
    buckets.set(this.#bucket, new Set([this]));
    if (this.#bucket < armedFor) arm(this.#bucket);
  }
}

function arm(deadline: number): void {
  clearTimeout(timer);
  armedFor = deadline;
  // Runtimes count in 32 bits; a deadline that is farther is armed again on the way. Bun warns of one that has passed.
  timer = setTimeout(runDue, Math.min(Math.max(0, deadline - performance.now()), 0x7fffffff));
}

function disarm(): void {
  clearTimeout(timer);
  armedFor = Infinity;
}

function runDue(): void {
  const now = performance.now();
  armedFor = Infinity;
  for (const [deadline, bucket] of [...buckets]) {
    if (deadline > now) continue;
    buckets.delete(deadline);
    for (const wait of bucket) wait.due(now);
  }
  let next = Infinity;
  for (const deadline of buckets.keys()) next = Math.min(next, deadline);
  if (next < armedFor) arm(next);
}
