/** A TCP connection on Bun as a stream. @module */

import type { Socket } from "bun";
import { toSocketError } from "./bun_errors.ts";
import { SocketError } from "./errors.ts";
import { plainHost } from "./hosts.ts";
import { countSocket } from "./live.ts";
import { KEEPALIVE_DELAY } from "./keepalive.ts";
import type { SocketEvents } from "./bun_handlers.ts";
import { after, type Timed, type Wait } from "./timers.ts";
import type { Endpoint, Stream } from "./types.ts";

/** Bytes in a chunk whose memory is given back at once; the collector is good enough for smaller ones. */
const WORTH_FREEING = 16 * 1024;

/**
 * Hands on the callback's own buffer, uncopied, to the pull that waits for it; without one, the socket is paused and
 * what had come already is kept.
 */
export class BunStream implements Stream, SocketEvents, Timed {
  readonly remote: Endpoint;
  readonly #socket: Socket<SocketEvents>;
  readonly #keepalive: number;
  #pull: PromiseWithResolvers<Uint8Array | null> | null = null;
  /** What came while nobody pulled; null when that is nothing. */
  #arrived: Uint8Array[] | null = null;
  /** The chunk that the caller has borrowed. */
  #lent: Uint8Array | null = null;
  #paused = false;
  #ended = false;
  #failure: SocketError | null = null;
  #unsent: Uint8Array | null = null;
  #drain: PromiseWithResolvers<void> | null = null;
  #finSent = false;
  /** The socket is no more, by our doing or the peer's. */
  #gone = false;
  /** It was let go by us: whoever uses it again is told so. */
  #closed = false;
  /** Runs until it has lived long enough to send probes. */
  #youth: Wait | null;

  /**
   * @param keepalive seconds between probes, once it has lived for some time
   * @param remote the peer's end, where it need not be asked of the kernel
   */
  constructor(socket: Socket<SocketEvents>, keepalive: number, remote: Endpoint | null = null) {
    this.#socket = socket;
    this.#keepalive = keepalive;
    this.remote = remote ?? endpointOf(socket.remoteAddress, socket.remotePort);
    this.#youth = after(KEEPALIVE_DELAY, this);
    countSocket(1);
  }

  get local(): Endpoint {
    return endpointOf(this.#socket.localAddress, this.#socket.localPort);
  }

  next(): Promise<Uint8Array | null> {
    this.#takeBack();
    if (this.#arrived !== null) return Promise.resolve(this.#lent = this.#takeArrived(this.#arrived));
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#closed) return Promise.reject(closedError());
    if (this.#ended) return Promise.resolve(null);
    if (this.#paused) {
      this.#paused = false;
      this.#socket.resume();
    }
    this.#pull = Promise.withResolvers();
    return this.#pull.promise;
  }

  pause(): void {
    if (this.#paused || this.#gone) return;
    this.#paused = true;
    this.#socket.pause();
  }

  release(): void {
    this.#takeBack();
    this.pause();
  }

  write(bytes: Uint8Array): Promise<void> | void {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const sent = this.#gone ? -1 : this.#socket.write(bytes);
    if (sent === bytes.length) return;
    if (sent < 0) return Promise.reject(this.#gone || this.#finSent ? closedError() : this.#writeFailed());
    this.#unsent = bytes.subarray(sent);
    this.#drain = Promise.withResolvers();
    return this.#drain.promise;
  }

  closeWrite(): Promise<void> {
    if (this.#finSent || this.#gone) return Promise.resolve();
    this.#finSent = true;
    // Both sides have said all: letting go of the socket says it, too.
    if (this.#ended && this.#arrived === null && this.#unsent === null) {
      this.#markGone();
      this.#socket.end();
    } else this.#socket.shutdown();
    return Promise.resolve();
  }

  close(): void {
    if (this.#markGone()) this.#socket.end();
    this.#letGo();
  }

  abort(): void {
    if (this.#markGone()) this.#socket.terminate();
    this.#letGo();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  /** It has lived for some time: most sockets end before they could send a probe. */
  timeUp(): void {
    this.#youth = null;
    this.#socket.setKeepAlive(true, this.#keepalive * 1000);
  }

  /** A socket opens once, before it has a stream. */
  onOpen(): void {}

  /** The socket has bytes. */
  onData(chunk: Uint8Array): void {
    if (this.#pull !== null) return this.#settlePull(this.#lent = chunk);
    if (this.#gone) return;
    (this.#arrived ??= []).push(chunk);
    this.pause();
  }

  /** The socket takes bytes again. */
  onDrain(): void {
    if (this.#unsent === null || this.#gone) return;
    const sent = this.#socket.write(this.#unsent);
    if (sent < 0) return void this.#writeFailed();
    this.#unsent = sent === this.#unsent.length ? null : this.#unsent.subarray(sent);
    if (this.#unsent !== null) return;
    this.#drain?.resolve();
    this.#drain = null;
  }

  /** The peer's FIN has come. */
  onEnd(): void {
    this.#ended = true;
    this.#settlePull(null);
  }

  /** The socket is gone: with an error, or, after our own FIN, as the only sign of the peer's. */
  onClose(cause: Error | undefined): void {
    if (!this.#markGone()) return;
    if (cause === undefined && this.#unsent === null) return this.onEnd();
    this.#fail(cause === undefined ? resetError() : toSocketError("use the connection", cause));
  }

  #takeArrived(arrived: Uint8Array[]): Uint8Array | null {
    const chunk = arrived.shift() ?? null;
    if (arrived.length === 0) this.#arrived = null;
    return chunk;
  }

  /**
   * Each chunk owns its memory, up to 512 KiB, which the collector would find only after tens of megabytes more. Moving
   * it to nowhere frees it now.
   */
  #takeBack(): void {
    const chunk = this.#lent;
    this.#lent = null;
    if (chunk === null || chunk.length < WORTH_FREEING) return;
    // Asked for only here: to name the buffer makes it.
    const { buffer } = chunk;
    if (buffer instanceof ArrayBuffer) buffer.transfer(0);
  }

  #letGo(): void {
    this.#closed = true;
    this.#arrived = null;
    // An error costs more than the close: most streams are let go when nobody waits.
    if (this.#pull !== null || this.#drain !== null) this.#fail(closedError());
    this.#unsent = null;
  }

  /** Notes that the socket is no more; false when that was known. */
  #markGone(): boolean {
    if (this.#gone) return false;
    this.#gone = true;
    this.#youth?.cancel();
    this.#youth = null;
    countSocket(-1);
    return true;
  }

  /** A write that learns of a reset takes the error with it: the socket then shows an end where the error was. */
  #writeFailed(): SocketError {
    const failure = resetError();
    this.#fail(failure);
    return failure;
  }

  #fail(failure: SocketError): void {
    this.#failure ??= failure;
    this.#unsent = null;
    this.#pull?.reject(failure);
    this.#pull = null;
    this.#drain?.reject(failure);
    this.#drain = null;
  }

  #settlePull(chunk: Uint8Array | null): void {
    this.#pull?.resolve(chunk);
    this.#pull = null;
  }
}

function resetError(): SocketError {
  return new SocketError("reset", "Cannot write to the connection: the peer is gone");
}

function closedError(): SocketError {
  return new SocketError("closed", "Cannot use the connection: it is closed");
}

/** One end; whatever the types say, a socket that was reset before it was told of has none any more. */
function endpointOf(host: string | undefined, port: number | undefined): Endpoint {
  return { host: plainHost(host ?? "0.0.0.0"), port: port ?? 0 };
}
