/** UDP with sockets of our own. @module */

import { formatEndpoint } from "../hosts.ts";
import { countSocket } from "../live.ts";
import { ReceivedBatch } from "../received_batch.ts";
import { sendQueue } from "../send_queue.ts";
import { AddressCache } from "../socket_address.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "../types.ts";
import { calls } from "./calls.ts";
import { ENDED, poller, READABLE, type Watcher } from "./poller.ts";
import { bindTo, localOf, openUdp, RECEIVE_BUFFER, setOption } from "./socket.ts";

/** Bytes of the kernel's buffer: a tenth of a second of 1200-byte datagrams at 30,000 a second. */
const RECEIVE_ROOM = 4 * 1024 * 1024;

const addresses = new AddressCache();

/** A UDP socket bound to an IP address; one that waits holds no memory for what may come. */
export class LinuxPackets implements PacketSocket, Watcher {
  readonly local: Endpoint;
  readonly #descriptor: number;
  readonly #watch: number;
  #batch: ReceivedBatch | null = null;
  #readable = true;
  #resolve: ((batch: PacketBatch | null) => void) | null = null;
  #closed = false;

  /** @throws {SocketError} when the port cannot be had. */
  constructor(at: Endpoint) {
    this.#descriptor = open(at);
    this.local = localOf(this.#descriptor) ?? at;
    this.#watch = poller.watch(this.#descriptor, this);
    countSocket(1);
  }

  next(): Promise<PacketBatch | null> {
    this.#giveBack();
    if (this.#closed) return Promise.resolve(null);
    if (this.#readable && !poller.mayRead()) setImmediate(this.#onTurn);
    else if (this.#receive()) return Promise.resolve(this.#batch);
    return new Promise((resolve) => this.#resolve = resolve);
  }

  send(bytes: Uint8Array, to: Endpoint): void {
    if (!this.#closed) sendQueue.put(this.#descriptor, bytes, to, this.local.host.includes(":"));
  }

  flush(): void {
    sendQueue.flush();
  }

  close(): void {
    if (this.#closed) return;
    sendQueue.flush();
    this.#closed = true;
    poller.unwatch(this.#watch);
    calls().close(this.#descriptor);
    countSocket(-1);
    this.#giveBack();
    this.#answer();
  }

  ready(events: number): void {
    if ((events & (READABLE | ENDED)) === 0) return;
    this.#readable = true;
    this.#onTurn();
  }

  readonly #onTurn = (): void => {
    if (this.#resolve !== null && !this.#closed && this.#receive()) this.#answer();
  };

  #answer(): void {
    const resolve = this.#resolve;
    this.#resolve = null;
    resolve?.(this.#batch);
  }

  /** Takes what has come; false when there is nothing now. */
  #receive(): boolean {
    if (this.#readable) this.#batch = ReceivedBatch.receive(this.#descriptor, addresses);
    return this.#readable = this.#batch !== null;
  }

  #giveBack(): void {
    this.#batch?.giveBack();
    this.#batch = null;
  }
}

function open(at: Endpoint): number {
  const action = `bind UDP ${formatEndpoint(at)}`;
  const descriptor = openUdp(at, action);
  try {
    bindTo(descriptor, at, action);
  } catch (cause) {
    calls().close(descriptor);
    throw cause;
  }
  setOption(descriptor, RECEIVE_BUFFER, RECEIVE_ROOM);
  return descriptor;
}
