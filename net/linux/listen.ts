/** Listening with sockets of our own. @module */

import { descriptorsAreShort } from "../descriptor_reserve.ts";
import { formatEndpoint } from "../hosts.ts";
import { countSocket } from "../live.ts";
import { parseSocketAddress } from "../socket_address.ts";
import { after, type Wait } from "../timers.ts";
import type { Endpoint, Listener, ListenOptions, Stream } from "../types.ts";
import { calls, errorNumber } from "./calls.ts";
import { EAGAIN, isExhausted, linuxError } from "./errors.ts";
import { poller, type Watcher } from "./poller.ts";
import {
  address,
  addressSize,
  addressSizeBytes,
  bindTo,
  localOf,
  openTcp,
  prepare,
  REUSE_ADDRESS,
  REUSE_PORT,
  setOption,
  SOCKET_FLAGS,
} from "./socket.ts";
import { LinuxStream } from "./stream.ts";

/** Connections that may wait to be accepted. */
const BACKLOG = 1024;
/** Connections that are accepted before others get their turn. */
const STEP = 64;
/** Seconds between tries while there are no descriptors for another connection. */
export const EXHAUSTED_PAUSE = 0.25;

/** Listens on a port of an IP address, and hands on what it accepts. */
export class LinuxListener implements Listener, Watcher {
  readonly local: Endpoint;
  readonly #descriptor: number;
  readonly #watch: number;
  readonly #onStream: (stream: Stream) => void;
  readonly #onExhausted: ((exhausted: boolean) => void) | undefined;
  /** Runs while there are no descriptors for another connection. */
  #pause: Wait | null = null;
  #exhausted = false;
  #closed = false;

  /** @throws {SocketError} when the port cannot be had. */
  constructor(options: ListenOptions, onStream: (stream: Stream) => void) {
    this.#onStream = onStream;
    this.#onExhausted = options.onExhausted;
    this.#descriptor = open(options);
    this.local = localOf(this.#descriptor) ?? { host: options.host, port: options.port };
    this.#watch = poller.watch(this.#descriptor, this);
    countSocket(1);
  }

  ready(): void {
    if (this.#pause === null) this.#accept();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pause?.cancel();
    poller.unwatch(this.#watch);
    calls().close(this.#descriptor);
    countSocket(-1);
  }

  readonly #accept = (): void => {
    this.#pause = null;
    for (let accepted = 0; !this.#closed; accepted++) {
      if (accepted === STEP) return void setImmediate(this.#accept);
      if (descriptorsAreShort()) return this.#rest();
      addressSize[0] = address.length;
      const descriptor = calls().accept4(this.#descriptor, address, addressSizeBytes, SOCKET_FLAGS);
      if (descriptor >= 0) {
        this.#hand(descriptor);
        continue;
      }
      const number = errorNumber();
      if (number === EAGAIN) return;
      // Anything else is the end of a connection that had not been accepted: the next one is another.
      if (isExhausted(number)) return this.#rest();
    }
  };

  #hand(descriptor: number): void {
    if (this.#exhausted) this.#onExhausted?.(false);
    this.#exhausted = false;
    const remote = parseSocketAddress(address)!;
    let stream: LinuxStream;
    try {
      stream = new LinuxStream(descriptor, remote);
    } catch {
      // The system watches no more sockets: this one is closed.
      return;
    }
    this.#onStream(stream);
  }

  #rest(): void {
    if (!this.#exhausted) this.#onExhausted?.(true);
    this.#exhausted = true;
    this.#pause = after(EXHAUSTED_PAUSE, this.#accept);
  }
}

function open(options: ListenOptions): number {
  const action = `listen on ${formatEndpoint(options)}`;
  const descriptor = openTcp(options, action);
  try {
    setOption(descriptor, REUSE_ADDRESS, 1);
    if (options.shared === true) setOption(descriptor, REUSE_PORT, 1);
    prepare(descriptor, options.keepalive);
    bindTo(descriptor, options, action);
    if (calls().listen(descriptor, BACKLOG) !== 0) throw linuxError(action, errorNumber());
    return descriptor;
  } catch (cause) {
    calls().close(descriptor);
    throw cause;
  }
}
