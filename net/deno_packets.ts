/** UDP on Deno. @module */

import { endpointOf } from "./deno_addr.ts";
import { toSocketError } from "./deno_errors.ts";
import { canOwn } from "./deno_own.ts";
import { formatEndpoint, mappedHost } from "./hosts.ts";
import { LinuxPackets } from "./linux/packets.ts";
import { countSocket } from "./live.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "./types.ts";
import { WindowPool } from "./windows.ts";

/** Every pending receive has a window of its own: what is shared is overwritten. */
const windows = new WindowPool(65_536);

/**
 * Binds a UDP port.
 *
 * @throws {SocketError} when it cannot be had.
 */
export function bindPackets(at: Endpoint): Promise<PacketSocket> {
  try {
    return Promise.resolve(canOwn(at.host) ? new LinuxPackets(at) : new DenoPackets(at));
  } catch (cause) {
    return Promise.reject(toSocketError(`bind UDP ${formatEndpoint(at)}`, cause));
  }
}

/** The runtime gives one datagram at a time: a batch of one, which the object itself is. */
class DenoPackets implements PacketSocket, PacketBatch {
  readonly local: Endpoint;
  readonly count = 1;
  readonly #conn: Deno.DatagramConn;
  #window: Uint8Array | null = null;
  #data = new Uint8Array(0);
  #from: Endpoint = { host: "", port: 0 };
  #receiving = false;
  #closed = false;

  constructor(at: Endpoint) {
    this.#conn = Deno.listenDatagram({ hostname: at.host, port: at.port, transport: "udp" });
    this.local = endpointOf(this.#conn.addr);
    countSocket(1);
  }

  data(): Uint8Array {
    return this.#data;
  }

  from(): Endpoint {
    return this.#from;
  }

  async next(): Promise<PacketBatch | null> {
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

  async send(bytes: Uint8Array, to: Endpoint): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#conn.send(bytes, { transport: "udp", hostname: mappedHost(to.host, this.local), port: to.port });
    } catch {
      // Lost, as on the way.
    }
  }

  /** Nothing is held back. */
  flush(): void {}

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    countSocket(-1);
    this.#conn.close();
    if (!this.#receiving) this.#giveBackWindow();
  }

  /** Mostly the same as the last: the same object lets others remember what they made of it. */
  #noteFrom(from: Endpoint): void {
    if (this.#from.host !== from.host || this.#from.port !== from.port) this.#from = from;
  }

  #giveBackWindow(): void {
    if (this.#window !== null) windows.give(this.#window);
    this.#window = null;
  }
}
