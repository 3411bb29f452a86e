/** Many streams at once: both ends of them, in this process. iperf3 has at most 128. @module */

import type { Direction } from "./iperf.ts";

/** Bytes of one write, and of one read. */
const SIZE = 64 * 1024;
/** Connections that are opened at once. */
const STEP = 50;

/** Streams through a port to an origin of its own. The bytes are nobody's: all share one buffer. */
export class ManyStreams {
  readonly #origin = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1024 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #buffer = new Uint8Array(SIZE);
  readonly #direction: Direction;
  #arrived = 0;

  constructor(direction: Direction) {
    this.#direction = direction;
    void this.#accept();
  }

  /** The port that the streams must lead to. */
  get target(): number {
    return this.#origin.addr.port;
  }

  /** The bytes that have arrived at their ends so far. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Opens so many streams through a port. */
  async start(port: number, count: number): Promise<void> {
    for (let opened = 0; opened < count; opened += STEP) {
      const step = Array.from({ length: Math.min(STEP, count - opened) }, () => this.#dial(port));
      await Promise.all(step);
    }
  }

  /** Ends all streams; the next ones may be started. */
  stop(): void {
    for (const connection of this.#open) this.#end(connection);
  }

  /** Lets go of the origin too. */
  close(): void {
    this.stop();
    this.#origin.close();
  }

  async #dial(port: number): Promise<void> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    // Some clients dial when the first byte is there.
    await connection.write(this.#buffer.subarray(0, 1));
    void this.#move(connection, this.#direction === "up");
  }

  async #accept(): Promise<void> {
    try {
      for await (const connection of this.#origin) void this.#move(connection, this.#direction === "down");
    } catch {
      // Closed: that is how it ends.
    }
  }

  async #move(connection: Deno.TcpConn, sends: boolean): Promise<void> {
    this.#open.add(connection);
    try {
      if (sends) { for (;;) await connection.write(this.#buffer); }
      for (let got = await this.#read(connection); got !== null; got = await this.#read(connection)) {
        this.#arrived += got;
      }
    } catch {
      // Ended from here or from there: the bytes until then count.
    }
    this.#end(connection);
  }

  #read(connection: Deno.TcpConn): Promise<number | null> {
    return connection.read(this.#buffer);
  }

  #end(connection: Deno.TcpConn): void {
    if (this.#open.delete(connection)) connection.close();
  }
}
