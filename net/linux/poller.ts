/**
 * Who of our own sockets may be used again: an epoll of ours beside the runtime's.
 *
 * While there is something to do, it is asked once a turn of the runtime's loop, which costs less than a microsecond. When there is
 * nothing, it first waits in the kernel for some milliseconds, for our sockets and for whatever the runtime waits for; an
 * answer mostly comes in that time. Then it waits beside the loop, so that an idle program does nothing.
 *
 * ```text
 * struct epoll_event: events u32 | (pad 4, but on x86-64) | data u64, of which we use the low half
 * ```
 *
 * @module
 */

import { isX64 } from "#ffi";
import { moderation } from "../moderation.ts";
import { calls, errorNumber, LEAST_BUFFER, longWait } from "./calls.ts";
import { linuxError } from "./errors.ts";

/** What may have happened to a socket. */
export const READABLE = 0x1;
const URGENT = 0x2;
export const WRITABLE = 0x4;
const FAILED = 0x8;
const HUNG_UP = 0x10;
const PEER_ENDED = 0x2000;
/** After which of them reading goes to the end: a read stops before urgent data, and nobody tells of what is behind it. */
export const ENDED = URGENT | FAILED | HUNG_UP | PEER_ENDED;
/** Told once, when it changes: a socket that has not been used up need not be asked about again. */
const EDGE = 1 << 31;

const EPOLL_CTL_ADD = 1;
const EPOLL_CLOEXEC = 0o2000000;
const EFD_NONBLOCK = 0o4000;

/** fcntl's: another number for the same, no lower than the given one. */
const F_DUPFD_CLOEXEC = 1030;

/** Words of a `struct epoll_event`, and which of them our number is. */
const EVENT = isX64 ? { words: 3, id: 1 } : { words: 4, id: 2 };
/** Sockets that are told in one turn. */
const MAX_EVENTS = 256;
/** Milliseconds to wait in the kernel before that is done beside the loop: no timer of ours is finer, see `timers.ts`. */
const LINGER = 4;
/**
 * Turns without anything to do before waiting in the kernel: the runtime may have work that nobody outside will tell of.
 * Each more keeps the processor from a peer that has just got something.
 */
const QUIET_TURNS = 1;
/** Bytes that are read in a turn before reading on has to wait for the next one: some milliseconds' work. */
const BYTES_PER_TURN = 2 * 1024 * 1024;
/** Numbers under which the runtime's own epolls are looked for. */
const RUNTIME_DESCRIPTORS = 64;

/** A socket that waits to be used. */
export interface Watcher {
  /** It may be used again, as these events say; it may also turn out that it cannot. */
  ready(events: number): void;
}

class Poller {
  readonly #watchers = new Map<number, Watcher>();
  readonly #events = new Int32Array(Math.max(MAX_EVENTS * EVENT.words, LEAST_BUFFER));
  readonly #eventBytes = new Uint8Array(this.#events.buffer);
  readonly #request = new Int32Array(LEAST_BUFFER / 4);
  readonly #requestBytes = new Uint8Array(this.#request.buffer);
  /** Our epoll; what both our epoll and the runtime's are in; what ends the long wait. */
  #epoll = -1;
  #both = -1;
  #wake = -1;
  #nextId = 1;
  #state: "stopped" | "turning" | "waiting" = "stopped";
  #quietTurns = 0;
  /** Bytes that were read in this turn. */
  #read = 0;
  #ended: Promise<void> = Promise.resolve();
  #onEnd = () => {};

  /**
   * Tells the watcher whenever its descriptor may be used again; the number is for `unwatch`.
   *
   * @throws {SocketError} when the system watches no more; the descriptor is closed then.
   */
  watch(descriptor: number, watcher: Watcher): number {
    if (this.#epoll < 0) this.#open();
    const id = this.#nextId = this.#nextId % 0x7fffffff + 1;
    if (!this.#add(this.#epoll, descriptor, READABLE | URGENT | WRITABLE | PEER_ENDED | EDGE, id)) {
      const number = errorNumber();
      calls().close(descriptor);
      throw linuxError("wait for a socket", number);
    }
    this.#watchers.set(id, watcher);
    if (this.#state === "stopped") this.#start();
    return id;
  }

  /** Another watcher from now on. */
  handOver(id: number, watcher: Watcher): void {
    this.#watchers.set(id, watcher);
  }

  /** Tells nobody any more; the descriptor must be closed at once. */
  unwatch(id: number): void {
    this.#watchers.delete(id);
    if (this.#watchers.size > 0 || this.#state !== "waiting") return;
    this.#request.fill(0);
    this.#request[0] = 1;
    calls().write(this.#wake, this.#requestBytes, 8);
  }

  /** Whether it may read in this turn; if not, since others want their turn too, it is told in the next. */
  mayRead(watcher: Watcher): boolean {
    if (this.#read < BYTES_PER_TURN) return true;
    setImmediate(tellReadable, watcher);
    return false;
  }

  /** Notes what was read, in bytes of a stream that are as much work. */
  countRead(bytes: number): void {
    this.#read += bytes;
  }

  /** Done when nothing is watched and nothing waits. */
  async idle(): Promise<void> {
    if (this.#watchers.size === 0) await this.#ended;
  }

  #start(): void {
    this.#state = "turning";
    this.#quietTurns = 0;
    this.#ended = new Promise((resolve) => this.#onEnd = resolve);
    setImmediate(this.#turn);
  }

  /** One turn of the runtime's loop. */
  readonly #turn = (): void => {
    if (this.#watchers.size === 0) return this.#stop();
    this.#read = 0;
    moderation.endTurn();
    let count = this.#look();
    if (count === 0 && this.#quietTurns++ === QUIET_TURNS) {
      calls().epoll_wait(this.#both, this.#eventBytes, 1, LINGER);
      count = this.#look();
    }
    if (count > 0) this.#tell(count);
    else if (this.#quietTurns > QUIET_TURNS) return void this.#waitLong();
    setImmediate(this.#turn);
  };

  /** How many events there are now. */
  #look(): number {
    return calls().epoll_wait(this.#epoll, this.#eventBytes, MAX_EVENTS, 0);
  }

  #tell(count: number): void {
    this.#quietTurns = 0;
    for (let at = 0; at < count * EVENT.words; at += EVENT.words) {
      this.#watchers.get(this.#events[at + EVENT.id]!)?.ready(this.#events[at]!);
    }
  }

  async #waitLong(): Promise<void> {
    this.#state = "waiting";
    const count = await longWait()(this.#epoll, this.#eventBytes, MAX_EVENTS);
    this.#state = "turning";
    this.#read = 0;
    this.#tell(count);
    setImmediate(this.#turn);
  }

  #stop(): void {
    this.#state = "stopped";
    this.#onEnd();
  }

  #open(): void {
    const { epoll_create1, eventfd } = calls();
    this.#epoll = raised(epoll_create1(EPOLL_CLOEXEC));
    this.#both = raised(epoll_create1(EPOLL_CLOEXEC));
    this.#wake = eventfd(0, EPOLL_CLOEXEC | EFD_NONBLOCK);
    for (const descriptor of runtimeEpolls()) this.#add(this.#both, descriptor, READABLE, 0);
    this.#add(this.#both, this.#epoll, READABLE, 0);
    this.#add(this.#epoll, this.#wake, READABLE | EDGE, 0);
  }

  #add(epoll: number, descriptor: number, events: number, id: number): boolean {
    this.#request.fill(0);
    this.#request[0] = events;
    this.#request[EVENT.id] = id;
    return calls().epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, this.#requestBytes) === 0;
  }
}

function tellReadable(watcher: Watcher): void {
  watcher.ready(READABLE);
}

/** The same under a number where nobody looks for the runtime's; where there is none, under its own. */
function raised(descriptor: number): number {
  const higher = calls().fcntl(descriptor, F_DUPFD_CLOEXEC, RUNTIME_DESCRIPTORS);
  if (higher < 0) return descriptor;
  calls().close(descriptor);
  return higher;
}

/** The epolls of the runtime, of all its threads: ours need not sleep while one of them has something to say. */
function* runtimeEpolls(): Iterable<number> {
  const name = new Uint8Array(LEAST_BUFFER);
  for (let descriptor = 3; descriptor < RUNTIME_DESCRIPTORS; descriptor++) {
    const path = new Uint8Array(LEAST_BUFFER);
    new TextEncoder().encodeInto(`/proc/self/fd/${descriptor}`, path);
    const length = calls().readlink(path, name, name.length);
    if (length > 0 && new TextDecoder().decode(name.subarray(0, length)).includes("[eventpoll]")) yield descriptor;
  }
}

/** The one of this thread. */
export const poller = new Poller();
