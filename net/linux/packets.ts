/** UDP with sockets of our own. @module */

import { growReceiveBuffer } from "../descriptors.ts";
import { formatEndpoint } from "../hosts.ts";
import { countSocket } from "../live.ts";
import { ReceivedBatch } from "../received_batch.ts";
import { sendQueue } from "../send_queue.ts";
import { AddressCache } from "../socket_address.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "../types.ts";
import { calls } from "./calls.ts";
import { ENDED, poller, READABLE, type Watcher } from "./poller.ts";
import { bindTo, localOf, openUdp } from "./socket.ts";

const addresses = new AddressCache();

/** What a datagram is as much work as, in bytes of a stream. */
const WORK = 2 * 1024;

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
    const mayReceive = this.#readable && poller.mayRead(this);
    if (mayReceive && this.#receive()) return Promise.resolve(this.#batch);
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
    if (this.#resolve !== null && !this.#closed && this.#receive()) this.#answer();
  }

  #answer(): void {
    const resolve = this.#resolve;
    this.#resolve = null;
    resolve?.(this.#batch);
  }

  /** Takes what has come; false when there is nothing now. */
  #receive(): boolean {
    this.#batch = ReceivedBatch.receive(this.#descriptor, addresses);
    poller.countRead((this.#batch?.count ?? 1) * WORK);
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
  growReceiveBuffer(descriptor);
  return descriptor;
}
