/** Many streams at once: both ends of them, in this process. iperf3 has at most 128. @module */

import type { Direction } from "./iperf.ts";
import { pause } from "../../tests/behaviour/until.ts";

/** Bytes of one write, and of one read. */
const SIZE = 64 * 1024;
/** Connections that are opened at once. */
const STEP = 50;
/** Seconds until all streams stand, and until all bytes have arrived; seconds between two looks. */
const START_LIMIT = 20;
const MOVE_LIMIT = 120;
const PATIENCE = 0.05;

/**
 * Streams through a port to an origin of its own. Each carries so many bytes from its beginning to its end: what rested
 * in buffers at the ends of a time window would spoil the figure. The bytes are nobody's: all streams share one buffer.
 */
export class ManyStreams {
  readonly #origin = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1024 });
  readonly #buffer = new Uint8Array(SIZE);
  readonly #direction: Direction;
  #near: Deno.TcpConn[] = [];
  #far: Deno.TcpConn[] = [];

  constructor(direction: Direction) {
    this.#direction = direction;
    void this.#accept();
  }

  /** The port that the streams must lead to. */
  get target(): number {
    return this.#origin.addr.port;
  }

  /** Opens so many streams through a port, and waits until the far ends of all have come. */
  async open(port: number, count: number): Promise<void> {
    while (this.#near.length < count) {
      const step = Array.from({ length: Math.min(STEP, count - this.#near.length) }, () => this.#dial(port));
      await Promise.all(step);
    }
    const limit = performance.now() + START_LIMIT * 1000;
    while (this.#far.length < count) {
      if (performance.now() > limit) throw new Error(`Cannot open ${count} streams: ${this.#far.length} came`);
      await pause(PATIENCE);
    }
  }

  /** Sends so many bytes through each stream, and waits until they have arrived and the streams have ended. */
  async move(bytes: number): Promise<void> {
    const [senders, receivers] = this.#direction === "up" ? [this.#near, this.#far] : [this.#far, this.#near];
    const moving = Promise.all([
      ...senders.map((connection) => this.#send(connection, bytes)),
      ...receivers.map((connection) => this.#receive(connection, bytes)),
    ]);
    const limit = setTimeout(() => this.stop(), MOVE_LIMIT * 1000);
    await moving.finally(() => clearTimeout(limit));
  }

  /** Ends all streams; others may be opened. */
  stop(): void {
    for (const connection of [...this.#near.splice(0), ...this.#far.splice(0)]) connection.close();
  }

  /** Lets go of the origin too. */
  close(): void {
    this.stop();
    this.#origin.close();
  }

  /** Clients dial when the first byte is there. */
  async #dial(port: number): Promise<void> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    this.#near.push(connection);
    await connection.write(this.#buffer.subarray(0, 1));
  }

  async #accept(): Promise<void> {
    try {
      for await (const connection of this.#origin) {
        await connection.read(this.#buffer.subarray(0, 1));
        this.#far.push(connection);
      }
    } catch {
      // Closed: that is how it ends.
    }
  }

  async #send(connection: Deno.TcpConn, bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) left -= await connection.write(this.#buffer.subarray(0, left));
    await connection.closeWrite();
  }

  async #receive(connection: Deno.TcpConn, bytes: number): Promise<void> {
    let arrived = 0;
    for (let got = await connection.read(this.#buffer); got !== null; got = await connection.read(this.#buffer)) {
      arrived += got;
    }
    if (arrived !== bytes) throw new Error(`Cannot measure: a stream brought ${arrived} of ${bytes} bytes`);
  }
}
