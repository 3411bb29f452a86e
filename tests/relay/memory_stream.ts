/** Streams in memory, as strict as sockets are: what is borrowed is gone afterwards, and the wrong order is an error. @module */

import { SocketError } from "#net";
import type { Endpoint, Stream } from "../../net/types.ts";

/** Waits until everything has happened that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** How a pair differs from the usual. */
export interface PairOptions {
  /** Bytes that may wait to be read in each direction before a write has to wait: any number unless told. */
  capacity?: number;
  /** Bytes that a pull gives at most: all of one write unless told. */
  chunk?: number;
}

/** One write on its way. */
interface Parcel {
  /** The writer's own bytes while it waits, a copy of them otherwise. */
  bytes: Uint8Array;
  readonly waiting: { resolve(): void; reject(reason: Error): void } | null;
}

/** One end of a connection in memory; keeps what was done to it. */
export class MemoryStream implements Stream {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** A copy of each write, in order. */
  readonly written: Uint8Array[] = [];
  /** Pulls so far. */
  pulls = 0;
  /** Bytes that may wait to be read before a write of this side has to wait; changes hold for later writes. */
  capacity: number;
  readonly #chunk: number;
  #other: MemoryStream | null = null;
  #inbox: Parcel[] = [];
  #pull: { resolve(chunk: Uint8Array | null): void; reject(reason: Error): void } | null = null;
  #writing = false;
  #lent: Uint8Array | null = null;
  #finSent = false;
  #finReceived = false;
  #closed = false;
  #aborted = false;
  #failure: SocketError | null = null;

  private constructor(local: Endpoint, remote: Endpoint, { capacity = Infinity, chunk = Infinity }: PairOptions) {
    this.local = local;
    this.remote = remote;
    this.capacity = capacity;
    this.#chunk = chunk;
  }

  /** Two ends that are connected: say, a client's and a server's. */
  static pair(options: PairOptions = {}): [MemoryStream, MemoryStream] {
    const ends = [{ host: "192.0.2.1", port: 50000 }, { host: "192.0.2.2", port: 443 }] as const;
    const [a, b] = [new MemoryStream(ends[0], ends[1], options), new MemoryStream(ends[1], ends[0], options)];
    a.#other = b;
    b.#other = a;
    return [a, b];
  }

  /** How this side has ended so far. */
  get end(): "open" | "fin" | "closed" | "aborted" {
    return this.#aborted ? "aborted" : this.#closed ? "closed" : this.#finSent ? "fin" : "open";
  }

  /** Whether a pull waits for bytes. */
  get pulling(): boolean {
    return this.#pull !== null;
  }

  /** Whether its reader has bytes of a pull. */
  get borrowed(): boolean {
    return this.#lent !== null;
  }

  /** Whether a write waits for room. */
  get writing(): boolean {
    return this.#writing;
  }

  next(): Promise<Uint8Array | null> {
    if (this.#pull !== null) throw new Error("Two pulls at once");
    this.pulls++;
    this.release();
    return new Promise((resolve, reject) => {
      this.#pull = { resolve, reject };
      this.#deliver();
    });
  }

  pause(): void {}

  release(): void {
    this.#lent?.fill(0xdd);
    this.#lent = null;
  }

  write(bytes: Uint8Array): Promise<void> | void {
    if (this.#writing) throw new Error("Two writes at once");
    if (this.#finSent) throw new Error("A write after the end");
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const other = this.#other!;
    this.written.push(bytes.slice());
    if (other.#closed) return;
    const held = other.#inbox.reduce((size, parcel) => size + parcel.bytes.length, 0);
    if (held + bytes.length <= this.capacity) {
      other.#inbox.push({ bytes: bytes.slice(), waiting: null });
      return other.#deliver();
    }
    this.#writing = true;
    const done = new Promise<void>((resolve, reject) => {
      other.#inbox.push({ bytes, waiting: { resolve, reject } });
    }).finally(() => this.#writing = false);
    other.#deliver();
    return done;
  }

  closeWrite(): Promise<void> {
    if (this.#writing) throw new Error("The end before a write is done");
    if (this.#finSent || this.#closed) return Promise.resolve();
    this.#sendFin();
    return Promise.resolve();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#dropInbox();
    this.#fail(new SocketError("closed", "Cannot use the connection: it is closed"));
    if (!this.#finSent) this.#sendFin();
  }

  abort(): void {
    if (this.#closed) return;
    this.#aborted = true;
    this.#closed = true;
    this.#dropInbox();
    const other = this.#other!;
    if (!other.#closed) {
      other.#dropInbox();
      other.#fail(new SocketError("reset", "Cannot use the connection: reset"));
    }
    this.#fail(new SocketError("closed", "Cannot use the connection: it is closed"));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  #sendFin(): void {
    this.#finSent = true;
    this.#other!.#finReceived = true;
    this.#other!.#deliver();
  }

  /** Gives the pull that waits what there is. */
  #deliver(): void {
    const pull = this.#pull;
    if (pull === null) return;
    const parcel = this.#inbox[0];
    if (parcel !== undefined) {
      this.#pull = null;
      this.#lent = parcel.bytes.slice(0, this.#chunk);
      parcel.bytes = parcel.bytes.subarray(this.#lent.length);
      if (parcel.bytes.length === 0) {
        this.#inbox.shift();
        parcel.waiting?.resolve();
      }
      pull.resolve(this.#lent);
    } else if (this.#failure !== null) {
      this.#pull = null;
      pull.reject(this.#failure);
    } else if (this.#finReceived) {
      this.#pull = null;
      pull.resolve(null);
    }
  }

  /** Nobody will read what is on its way to here: writes that wait for it fail as a socket's do. */
  #dropInbox(): void {
    for (const { waiting } of this.#inbox.splice(0)) {
      waiting?.reject(new SocketError("reset", "Cannot write to the connection: reset"));
    }
  }

  #fail(failure: SocketError): void {
    this.#failure ??= failure;
    this.#deliver();
  }
}
