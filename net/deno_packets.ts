/** UDP on Deno. @module */

import { endpointOf } from "./deno_addr.ts";
import { toSocketError } from "./deno_errors.ts";
import { expectDescriptor, findOpened, growReceiveBuffer } from "./descriptors.ts";
import { formatEndpoint, mappedHost } from "./hosts.ts";
import { countSocket } from "./live.ts";
import { canBatch } from "./message_layout.ts";
import { ReceivedBatch } from "./received_batch.ts";
import { sendQueue } from "./send_queue.ts";
import { AddressCache } from "./socket_address.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "./types.ts";
import { WindowPool } from "./windows.ts";

/** Every pending receive has a window of its own: what is shared is overwritten. */
const windows = new WindowPool(65_536);

const addresses = new AddressCache();

/**
 * Binds a UDP port.
 *
 * @throws {SocketError} when it cannot be had.
 */
export function bindPackets(at: Endpoint): Promise<PacketSocket> {
  const expected = expectDescriptor();
  try {
    const conn = Deno.listenDatagram({ hostname: at.host, port: at.port, transport: "udp" });
    const descriptor = findOpened(expected, endpointOf(conn.addr));
    if (descriptor !== null) growReceiveBuffer(descriptor);
    return Promise.resolve(new DenoPackets(conn, canBatch() ? descriptor : null));
  } catch (cause) {
    return Promise.reject(toSocketError(`bind UDP ${formatEndpoint(at)}`, cause));
  }
}

/**
 * Deno says when there is a datagram, by giving it: a batch of one, which the object itself is. Where native code may
 * help, what came behind it is the next batch, and what is sent goes in batches too.
 */
class DenoPackets implements PacketSocket, PacketBatch {
  readonly local: Endpoint;
  readonly count = 1;
  readonly #conn: Deno.DatagramConn;
  readonly #descriptor: number | null;
  #window: Uint8Array | null = null;
  #data = new Uint8Array(0);
  #from: Endpoint = { host: "", port: 0 };
  #batch: ReceivedBatch | null = null;
  /** Whether more may be there than what was given last. */
  #more = false;
  #receiving = false;
  #closed = false;

  constructor(conn: Deno.DatagramConn, descriptor: number | null) {
    this.#conn = conn;
    this.#descriptor = descriptor;
    this.local = endpointOf(conn.addr);
    countSocket(1);
  }

  data(): Uint8Array {
    return this.#data;
  }

  from(): Endpoint {
    return this.#from;
  }

  async next(): Promise<PacketBatch | null> {
    this.#giveBackBatch();
    if (this.#more && this.#descriptor !== null && !this.#closed) {
      this.#batch = ReceivedBatch.receive(this.#descriptor, addresses);
      if (this.#batch !== null) return this.#batch;
    }
    this.#more = true;
    return await this.#receiveOne();
  }

  send(bytes: Uint8Array, to: Endpoint): Promise<void> | void {
    if (this.#closed) return;
    if (this.#descriptor === null) return this.#sendOne(bytes, to);
    sendQueue.put(this.#descriptor, bytes, to, this.local.host.includes(":"));
  }

  flush(): void {
    sendQueue.flush();
  }

  close(): void {
    if (this.#closed) return;
    sendQueue.flush();
    this.#closed = true;
    countSocket(-1);
    this.#conn.close();
    this.#giveBackBatch();
    if (!this.#receiving) this.#giveBackWindow();
  }

  async #receiveOne(): Promise<PacketBatch | null> {
    while (!this.#closed) {
      this.#receiving = true;
      try {
        const [data, from] = await this.#conn.receive(this.#window ??= windows.take());
        this.#data = data;
        this.#noteFrom(endpointOf(from));
        return this;
      } catch {
        // Closed by us, which ends the loop, or an ICMP answer to something sent: no business of the next datagram.
      } finally {
        this.#receiving = false;
        if (this.#closed) this.#giveBackWindow();
      }
    }
    return null;
  }

  /** Mostly the same as the last: the same object lets others remember what they made of it. */
  #noteFrom(from: Endpoint): void {
    if (this.#from.host !== from.host || this.#from.port !== from.port) this.#from = from;
  }

  async #sendOne(bytes: Uint8Array, to: Endpoint): Promise<void> {
    try {
      await this.#conn.send(bytes, { transport: "udp", hostname: mappedHost(to.host, this.local), port: to.port });
    } catch {
      // Lost, as on the way.
    }
  }

  #giveBackBatch(): void {
    this.#batch?.giveBack();
    this.#batch = null;
  }

  #giveBackWindow(): void {
    if (this.#window !== null) windows.give(this.#window);
    this.#window = null;
  }
}
