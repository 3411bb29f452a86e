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
const FINEST_STEP = 8;
/** A wait may come up late by this part of its length. */
const SLACK = 1 / 64;

/** Waits that come up together, each linked to the next: a set of them would cost as much as the rest of a wait. */
interface Bucket {
  readonly deadline: number;
  first: Deadline | null;
  last: Deadline | null;
}

/** By their deadlines; one that has become empty goes when the next one comes up. */
const buckets = new Map<number, Bucket>();
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
  #bucket: Bucket;
  #previous: Deadline | null = null;
  #next: Deadline | null = null;

  constructor(length: number, owner: Timed | (() => void)) {
    this.#length = length;
    this.#owner = owner;
    waits++;
    this.#bucket = this.#enter();
  }

  touch(): void {
    this.#started = performance.now();
  }

  restart(seconds: number): void {
    this.touch();
    this.#length = seconds * 1000;
    // A bucket that comes up too early moves it on.
    if (this.#owner === null || this.#bucket.deadline <= this.#started + this.#length) return;
    this.#leave();
    this.#bucket = this.#enter();
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
    this.#leave();
    const owner = this.#owner;
    if (owner === null) return;
    if (this.#started + this.#length > now) {
      this.#bucket = this.#enter();
      return;
    }
    this.#owner = null;
    waits--;
    if (typeof owner === "function") owner();
    else owner.timeUp();
  }

  #leave(): void {
    const previous = this.#previous;
    const next = this.#next;
    this.#previous = this.#next = null;
    if (previous === null) this.#bucket.first = next;
    else previous.#next = next;
    if (next === null) this.#bucket.last = previous;
    else next.#previous = previous;
  }

  #enter(): Bucket {
    const bucket = bucketOf(this.#started + this.#length, this.#length * SLACK);
    this.#previous = bucket.last;
    if (bucket.last === null) bucket.first = this;
    else bucket.last.#next = this;
    bucket.last = this;
    return bucket;
  }
}

/** The bucket of a deadline, up to `slack` milliseconds behind it. Steps are powers of two, for waits of any length to share. */
function bucketOf(wanted: number, slack: number): Bucket {
  const step = Math.max(FINEST_STEP, 2 ** Math.floor(Math.log2(slack)));
  const deadline = Math.ceil(wanted / step) * step;
  const known = buckets.get(deadline);
  if (known !== undefined) return known;
  const bucket: Bucket = { deadline, first: null, last: null };
  buckets.set(deadline, bucket);
  if (deadline < armedFor) arm(deadline);
  return bucket;
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
  buckets.clear();
}

function runDue(): void {
  const now = performance.now();
  armedFor = Infinity;
  for (const bucket of [...buckets.values()]) {
    if (bucket.deadline <= now) runBucket(bucket, now);
  }
  let next = Infinity;
  for (const { deadline, first } of buckets.values()) {
    if (first === null) buckets.delete(deadline);
    else next = Math.min(next, deadline);
  }
  if (next < armedFor) arm(next);
}

/** Those that a call of one of them cancels are not called. */
function runBucket(bucket: Bucket, now: number): void {
  buckets.delete(bucket.deadline);
  for (let wait = bucket.first; wait !== null; wait = bucket.first) wait.due(now);
}
