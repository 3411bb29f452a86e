/** A TCP connection on a socket of our own. @module */

import { SocketError } from "../errors.ts";
import { countSocket } from "../live.ts";
import { moderation } from "../moderation.ts";
import type { Endpoint, Stream } from "../types.ts";
import { calls, errorNumber, LEAST_BUFFER } from "./calls.ts";
import { EAGAIN, linuxError } from "./errors.ts";
import { ENDED, poller, type Watcher, WRITABLE } from "./poller.ts";
import { readWindows } from "./read_windows.ts";
import { localOf, resetAtClose } from "./socket.ts";

const SHUT_WR = 1;
/** MSG_DONTWAIT, and MSG_NOSIGNAL beside it. */
const RECEIVE = 0x40;
const SEND = 0x4040;

/** Small arrays may move while C reads them: they are sent from here. */
const small = new Uint8Array(LEAST_BUFFER);

/** Where a closed connection says that it was. */
const NOWHERE: Endpoint = { host: "0.0.0.0", port: 0 };

/** A pull that waits. */
interface Pull {
  resolve(chunk: Uint8Array | null): void;
  reject(error: SocketError): void;
}

/** A write that waits for room. */
interface Writing {
  readonly bytes: Uint8Array;
  sent: number;
  resolve(): void;
  reject(error: SocketError): void;
}

/** Reads and writes at once where it can, and waits for the poller where it cannot. */
export class LinuxStream implements Stream, Watcher {
  readonly remote: Endpoint;
  #local: Endpoint | null = null;
  /** -1 once it is closed. */
  #descriptor: number;
  readonly #watch: number;
  /** Holds the chunk that the caller has borrowed; a connection that waits has none. */
  #window: Uint8Array | null = null;
  /** Whether reading may give something, and whether the peer's end, an error or urgent data is among what has come. */
  #readable = true;
  #ended = false;
  #pull: Pull | null = null;
  #writing: Writing | null = null;
  /** The system tells of a reset once, to a read or to a write: from then on it shows an end. */
  #failure: SocketError | null = null;
  #finSent = false;
  /** Whether the peer's end has been read, and nothing is behind it. */
  #atEnd = false;

  /**
   * @param descriptor a connected socket, ours from now on
   * @param watch its number at the poller, where it is watched already
   */
  constructor(descriptor: number, remote: Endpoint, watch?: number) {
    this.#descriptor = descriptor;
    this.remote = remote;
    if (watch === undefined) this.#watch = poller.watch(descriptor, this);
    else poller.handOver(this.#watch = watch, this);
    countSocket(1);
  }

  get local(): Endpoint {
    if (this.#local === null && this.#descriptor >= 0) this.#local = localOf(this.#descriptor);
    return this.#local ?? NOWHERE;
  }

  next(): Promise<Uint8Array | null> {
    this.release();
    if (this.#readable && !poller.mayRead(this)) return this.#wait();
    try {
      const chunk = this.#receive();
      return chunk === undefined ? this.#wait() : Promise.resolve(chunk);
    } catch (cause) {
      return Promise.reject(cause);
    }
  }

  /** It never reads ahead. */
  pause(): void {}

  release(): void {
    if (this.#window !== null) readWindows.give(this.#window);
    this.#window = null;
  }

  write(bytes: Uint8Array): Promise<void> | void {
    try {
      const sent = this.#send(bytes, 0);
      if (sent === bytes.length) return;
      return new Promise((resolve, reject) => this.#writing = { bytes, sent, resolve, reject });
    } catch (cause) {
      return Promise.reject(cause);
    }
  }

  closeWrite(): Promise<void> {
    if (!this.#finSent && this.#descriptor >= 0) calls().shutdown(this.#descriptor, SHUT_WR);
    this.#finSent = true;
    return Promise.resolve();
  }

  close(): void {
    if (this.#descriptor >= 0) {
      // An end even where something was not read, which would make the system send a reset alone.
      if (!this.#finSent && !this.#atEnd) calls().shutdown(this.#descriptor, SHUT_WR);
      this.#closeSocket();
    }
    // After a reset too: whoever had borrowed the chunk may still have read it then.
    this.release();
  }

  abort(): void {
    if (this.#descriptor < 0) return;
    resetAtClose(this.#descriptor);
    this.#closeSocket();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  ready(events: number): void {
    if ((events & ENDED) !== 0) this.#ended = true;
    if ((events & ~WRITABLE) !== 0) {
      this.#readable = true;
      if (this.#pull !== null) this.#answer(this.#pull);
    }
    if (this.#writing !== null && (events & (WRITABLE | ENDED)) !== 0) this.#writeOn(this.#writing);
  }

  #wait(): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => this.#pull = { resolve, reject });
  }

  #answer(pull: Pull): void {
    try {
      const chunk = this.#receive();
      if (chunk === undefined) return;
      this.#pull = null;
      pull.resolve(chunk);
    } catch (cause) {
      this.#pull = null;
      // Nothing else is thrown there.
      pull.reject(cause as SocketError);
    }
  }

  /** What has come, null at the peer's end, undefined when there is nothing now. */
  #receive(): Uint8Array | null | undefined {
    if (this.#descriptor < 0) throw closedError("read from");
    if (!this.#readable) return undefined;
    const window = readWindows.take(readWindows.size);
    const length = calls().recv(this.#descriptor, window, window.length, RECEIVE);
    if (length > 0) {
      poller.countRead(length);
      moderation.count(length);
      // There is room for more: all of it was read, and the poller tells of what comes next.
      if (length < window.length && !this.#ended) this.#readable = false;
      return (this.#window = window).subarray(0, length);
    }
    readWindows.give(window);
    if (length < 0 && this.#mayTryAgain("read from")) {
      this.#readable = false;
      return undefined;
    }
    if (this.#failure !== null) throw this.#failure;
    this.#atEnd = true;
    return null;
  }

  /** Sends what the system takes now of the bytes from there on; how many of them are sent then. */
  #send(bytes: Uint8Array, from: number): number {
    if (this.#descriptor < 0) throw closedError("write to");
    const rest = steady(from === 0 ? bytes : bytes.subarray(from));
    const sent = calls().send(this.#descriptor, rest, bytes.length - from, SEND);
    if (sent >= 0) return from + sent;
    if (this.#mayTryAgain("write to")) return from;
    throw this.#failure;
  }

  /** Whether the last call failed for now only; else the failure is kept. */
  #mayTryAgain(action: string): boolean {
    const number = errorNumber();
    if (number === EAGAIN) return true;
    this.#failure ??= linuxError(`${action} the connection`, number);
    return false;
  }

  #writeOn(writing: Writing): void {
    try {
      writing.sent = this.#send(writing.bytes, writing.sent);
      if (writing.sent < writing.bytes.length) return;
      this.#writing = null;
      writing.resolve();
    } catch (cause) {
      this.#writing = null;
      // Nothing else is thrown there.
      writing.reject(cause as SocketError);
    }
  }

  #closeSocket(): void {
    const [descriptor, pull, writing] = [this.#descriptor, this.#pull, this.#writing];
    this.#descriptor = -1;
    this.#pull = this.#writing = null;
    poller.unwatch(this.#watch);
    calls().close(descriptor);
    countSocket(-1);
    pull?.reject(closedError("read from"));
    writing?.reject(closedError("write to"));
  }
}

function closedError(action: string): SocketError {
  return new SocketError("closed", `Cannot ${action} the connection: it is closed`);
}

/** The bytes where they do not move while C reads them. */
function steady(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer.byteLength >= LEAST_BUFFER) return bytes;
  small.set(bytes);
  return small;
}
