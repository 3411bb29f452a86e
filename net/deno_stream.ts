/** A TCP or TLS connection on Deno as a stream. @module */

import { toSocketError } from "./deno_errors.ts";
import { resetConnection } from "./descriptors.ts";
import type { SocketError } from "./errors.ts";
import { endpointOf } from "./deno_addr.ts";
import { KEEPALIVE_DELAY } from "./keepalive.ts";
import { countSocket } from "./live.ts";
import { after, type Wait } from "./timers.ts";
import type { Endpoint, Stream } from "./types.ts";
import { WindowSizes } from "./window_sizes.ts";

/** A connection that waits holds a small window, one that streams a large one: four full chunks of AEAD-2017. */
const SMALL = 2 * 1024;
const LARGE = 4 * 0x3fff;
const windows = new WindowSizes(SMALL, LARGE, Infinity);

/** Reads into windows of its own; writes until all is taken. */
export class DenoStream implements Stream {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly #conn: Deno.TcpConn | Deno.TlsConn;
  /** Bytes of the next read's window. */
  #wanted = SMALL;
  /** Holds the chunk that the caller has borrowed, or that is being read. */
  #window: Uint8Array | null = null;
  #reading = false;
  /** The system tells of a reset once, to a read or to a write: from then on it shows an end. */
  #failure: SocketError | null = null;
  #settling: Wait | null = null;
  #finSent = false;
  #socketClosed = false;
  #closed = false;

  /** @param settle called once it has lived for some time: to tell it about keepalive probes */
  constructor(conn: Deno.TcpConn | Deno.TlsConn, settle?: () => void) {
    this.#conn = conn;
    if (settle !== undefined) this.#settling = after(KEEPALIVE_DELAY, settle);
    this.local = endpointOf(conn.localAddr);
    this.remote = endpointOf(conn.remoteAddr);
    countSocket(1);
  }

  next(): Promise<Uint8Array | null> {
    const window = this.#readyWindow();
    this.#reading = true;
    return this.#conn.read(window).then(this.#onRead, this.#onReadFailure);
  }

  /** It never reads ahead. */
  pause(): void {}

  release(): void {
    if (this.#window === null || this.#reading) return;
    windows.give(this.#window);
    this.#window = null;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      let sent = await this.#conn.write(bytes);
      while (sent < bytes.length) sent += await this.#conn.write(bytes.subarray(sent));
    } catch (cause) {
      throw this.#failure ??= toSocketError("write to the connection", cause);
    }
  }

  async closeWrite(): Promise<void> {
    if (this.#finSent || this.#socketClosed) return;
    this.#finSent = true;
    try {
      await this.#conn.closeWrite();
    } catch (cause) {
      throw toSocketError("end the connection", cause);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeSocket();
    this.release();
  }

  abort(): void {
    if (this.#socketClosed) return;
    resetConnection(this.local, this.remote);
    this.#closeSocket();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  /** What a read gave. Made once: most streams wait, and an async function would wait with each. */
  readonly #onRead = (length: number | null): Uint8Array | null => {
    this.#reading = false;
    const window = this.#window;
    if (length === null || window === null || this.#closed) {
      this.release();
      if (this.#failure !== null) throw this.#failure;
      return null;
    }
    if (length === window.length) this.#wanted = LARGE;
    else if (length < SMALL) this.#wanted = SMALL;
    return window.subarray(0, length);
  };

  readonly #onReadFailure = (cause: unknown): never => {
    this.#reading = false;
    this.release();
    throw this.#failure ??= toSocketError("read from the connection", cause);
  };

  #closeSocket(): void {
    if (this.#socketClosed) return;
    this.#socketClosed = true;
    this.#settling?.cancel();
    countSocket(-1);
    this.#conn.close();
  }

  #readyWindow(): Uint8Array {
    if (this.#window !== null && this.#window.length !== this.#wanted) this.release();
    return this.#window ??= windows.take(this.#wanted);
  }
}
