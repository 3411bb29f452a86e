/** Dialling with sockets of our own. @module */

import { noAnswer, type SocketError } from "../errors.ts";
import { addressEnd, formatEndpoint } from "../hosts.ts";
import { after, type Timed, type Wait } from "../timers.ts";
import type { ConnectOptions, Stream } from "../types.ts";
import { calls, errorNumber } from "./calls.ts";
import { EINPROGRESS, linuxError } from "./errors.ts";
import { poller, type Watcher } from "./poller.ts";
import { address, openTcp, prepare, putAddress, takeError } from "./socket.ts";
import { LinuxStream } from "./stream.ts";

/**
 * Connects to an IP address by TCP.
 *
 * @throws {SocketError} when it does not stand in time, or is refused.
 */
export function connectLinux(options: ConnectOptions): Promise<Stream> {
  return new Promise((resolve, reject) => new Dial(options, resolve, reject));
}

/** A connection that does not stand yet. */
class Dial implements Watcher, Timed {
  readonly #options: ConnectOptions;
  readonly #descriptor: number;
  readonly #watch: number;
  readonly #wait: Wait;
  readonly #resolve: (stream: Stream) => void;
  readonly #reject: (error: SocketError) => void;

  constructor(options: ConnectOptions, resolve: (stream: Stream) => void, reject: (error: SocketError) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#descriptor = start(options);
    this.#watch = poller.watch(this.#descriptor, this);
    this.#wait = after(options.timeout, this);
  }

  ready(events: number): void {
    const number = takeError(this.#descriptor);
    if (number !== 0) return this.#fail(linuxError(`connect to ${formatEndpoint(this.#options)}`, number));
    this.#wait.cancel();
    const { host, port } = this.#options;
    const stream = new LinuxStream(this.#descriptor, addressEnd(this.#options) ?? { host, port }, this.#watch);
    // The peer may have spoken and ended meanwhile: nobody will be told of it again.
    stream.ready(events);
    this.#resolve(stream);
  }

  timeUp(): void {
    this.#fail(noAnswer(this.#options));
  }

  #fail(error: SocketError): void {
    this.#wait.cancel();
    poller.unwatch(this.#watch);
    calls().close(this.#descriptor);
    this.#reject(error);
  }
}

/** A socket on its way to the address. */
function start(options: ConnectOptions): number {
  const action = `connect to ${formatEndpoint(options)}`;
  const descriptor = openTcp(options, action);
  prepare(descriptor, options.keepalive);
  if (calls().connect(descriptor, address, putAddress(options)) === 0) return descriptor;
  const number = errorNumber();
  if (number === EINPROGRESS) return descriptor;
  calls().close(descriptor);
  throw linuxError(action, number);
}
