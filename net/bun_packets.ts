/** UDP on Bun. @module */

import type { udp } from "bun";
import { toSocketError } from "./bun_errors.ts";
import { noteOpened } from "./bun_growth.ts";
import { canOwn } from "./bun_own.ts";
import { descriptorsAreShort, shortOfDescriptors } from "./descriptor_reserve.ts";
import { expectDescriptor, findOpened, growReceiveBuffer } from "./descriptors.ts";
import { formatEndpoint, mappedHost, plainHost } from "./hosts.ts";
import { LinuxPackets } from "./linux/packets.ts";
import { countSocket } from "./live.ts";
import { sendQueue } from "./send_queue.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "./types.ts";

/** Datagrams that wait for a pull; what comes beyond is lost, as in a full socket. */
const MAX_WAITING = 1024;

/**
 * Binds a UDP port.
 *
 * @throws {SocketError} when it cannot be had.
 */
export async function bindPackets(at: Endpoint): Promise<PacketSocket> {
  if (!canOwn(at.host)) return await bindBun(at);
  noteOpened();
  return new LinuxPackets(at);
}

async function bindBun(at: Endpoint): Promise<PacketSocket> {
  if (descriptorsAreShort()) throw shortOfDescriptors(`bind UDP ${formatEndpoint(at)}`);
  const arrivals = new Arrivals();
  const expected = expectDescriptor();
  try {
    const socket = await Bun.udpSocket({
      hostname: at.host,
      port: at.port,
      // Not Node's Buffer, whose slices are no copies.
      binaryType: "uint8array",
      socket: {
        data: (_socket, data, port, address) => arrivals.add(data, address, port),
        // Without a handler the first ICMP answer would end the process.
        error() {},
      },
    });
    const descriptor = findOpened(expected, { host: plainHost(socket.hostname), port: socket.port });
    if (descriptor !== null) growReceiveBuffer(descriptor);
    noteOpened();
    return new BunPackets(socket, arrivals, descriptor);
  } catch (cause) {
    throw toSocketError(`bind UDP ${formatEndpoint(at)}`, cause);
  }
}

/** What came since the last pull. */
class Arrivals implements PacketBatch {
  #data: Uint8Array[] = [];
  #hosts: string[] = [];
  #ports: number[] = [];
  #ready: (() => void) | null = null;
  #last: Endpoint = { host: "", port: 0 };

  get count(): number {
    return this.#data.length;
  }

  data(index: number): Uint8Array {
    return this.#data[index]!;
  }

  from(index: number): Endpoint {
    const host = plainHost(this.#hosts[index]!);
    const port = this.#ports[index]!;
    // Mostly the same: the same object lets others remember what they made of it.
    if (this.#last.host !== host || this.#last.port !== port) this.#last = { host, port };
    return this.#last;
  }

  /** Keeps a datagram; those that come in the same turn of the event loop are one batch. */
  add(data: Uint8Array, host: string, port: number): void {
    if (this.#data.length >= MAX_WAITING) return;
    this.#data.push(data);
    this.#hosts.push(host);
    this.#ports.push(port);
    if (this.#data.length === 1) setImmediate(() => this.wake());
  }

  /** Ends a wait. */
  wake(): void {
    this.#ready?.();
    this.#ready = null;
  }

  /** Waits for the first datagram, or for `wake`. */
  wait(): Promise<void> | void {
    if (this.#data.length === 0) return new Promise((resolve) => this.#ready = resolve);
  }

  /** Takes all that is there; what comes from then on is of the next batch. */
  takeAll(): PacketBatch {
    const batch = new Arrivals();
    batch.#data = this.#data;
    batch.#hosts = this.#hosts;
    batch.#ports = this.#ports;
    batch.#last = this.#last;
    this.#data = [];
    this.#hosts = [];
    this.#ports = [];
    return batch;
  }
}

class BunPackets implements PacketSocket {
  readonly local: Endpoint;
  readonly #socket: udp.Socket<"uint8array">;
  readonly #arrivals: Arrivals;
  readonly #descriptor: number | null;
  #closed = false;

  constructor(socket: udp.Socket<"uint8array">, arrivals: Arrivals, descriptor: number | null) {
    this.#socket = socket;
    this.#descriptor = descriptor;
    this.#arrivals = arrivals;
    this.local = { host: plainHost(socket.hostname), port: socket.port };
    countSocket(1);
  }

  async next(): Promise<PacketBatch | null> {
    // A wait may end for a datagram that went with the batch before.
    while (!this.#closed && this.#arrivals.count === 0) await this.#arrivals.wait();
    return this.#closed ? null : this.#arrivals.takeAll();
  }

  send(bytes: Uint8Array, to: Endpoint): void {
    if (this.#closed) return;
    if (this.#descriptor !== null) return sendQueue.put(this.#descriptor, bytes, to, this.local.host.includes(":"));
    if (!this.#sendOne(bytes, to)) this.#sendOne(bytes, to);
  }

  flush(): void {
    sendQueue.flush();
  }

  close(): void {
    if (this.#closed) return;
    sendQueue.flush();
    this.#closed = true;
    countSocket(-1);
    this.#socket.close();
    this.#arrivals.wake();
  }

  /** False when it is refused, or when an ICMP answer to an earlier one comes up, which it does once. */
  #sendOne(bytes: Uint8Array, to: Endpoint): boolean {
    try {
      this.#socket.send(bytes, to.port, mappedHost(to.host, this.local));
      return true;
    } catch {
      return false;
    }
  }
}
