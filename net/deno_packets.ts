/** UDP on Deno. @module */

import { endpointOf } from "./deno_addr.ts";
import { toSocketError } from "./deno_errors.ts";
import { expectDescriptor, growReceiveBuffer } from "./descriptors.ts";
import { formatEndpoint, mappedHost } from "./hosts.ts";
import { countSocket } from "./live.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "./types.ts";
import { WindowPool } from "./windows.ts";

/** Every pending receive has a window of its own: what is shared is overwritten. */
const windows = new WindowPool(65_536, 256);

/**
 * Binds a UDP port.
 *
 * @throws {SocketError} when it cannot be had.
 */
export function bindPackets(at: Endpoint): Promise<PacketSocket> {
  const descriptor = expectDescriptor();
  try {
    const conn = Deno.listenDatagram({ hostname: at.host, port: at.port, transport: "udp" });
    const socket = new DenoPackets(conn);
    growReceiveBuffer(descriptor, socket.local);
    return Promise.resolve(socket);
  } catch (cause) {
    return Promise.reject(toSocketError(`bind UDP ${formatEndpoint(at)}`, cause));
  }
}

/** One datagram at a time: a batch of one, and its own source. */
class DenoPackets implements PacketSocket, PacketBatch {
  readonly local: Endpoint;
  readonly count = 1;
  readonly #conn: Deno.DatagramConn;
  #window: Uint8Array | null = null;
  #data = new Uint8Array(0);
  #from: Endpoint = { host: "", port: 0 };
  #receiving = false;
  #closed = false;

  constructor(conn: Deno.DatagramConn) {
    this.#conn = conn;
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
    while (!this.#closed) {
      this.#receiving = true;
      try {
        const [data, from] = await this.#conn.receive(this.#window ??= windows.take());
        this.#data = data;
        this.#from = endpointOf(from);
        return this;
      } catch {
        // Closed by us, which ends the loop, or an ICMP answer to something sent: no business of the next datagram.
      } finally {
        this.#receiving = false;
        if (this.#closed) this.#giveBack();
      }
    }
    return null;
  }

  async send(bytes: Uint8Array, to: Endpoint): Promise<void> {
    try {
      await this.#conn.send(bytes, { transport: "udp", hostname: mappedHost(to.host, this.local), port: to.port });
    } catch {
      // Lost, as on the way.
    }
  }

  flush(): void {}

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    countSocket(-1);
    this.#conn.close();
    if (!this.#receiving) this.#giveBack();
  }

  #giveBack(): void {
    if (this.#window !== null) windows.give(this.#window);
    this.#window = null;
  }
}
