/** One end of a plain TCP connection: what it received and how the other side ended are kept. @module */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How the other side ended: with its FIN, with a RST, or with an error that no peer makes. */
export type End = "fin" | "reset" | "other";

/** A connection that a test holds in its own hands. */
export class Peer {
  readonly #socket: Socket;
  readonly #received: Uint8Array[] = [];
  readonly #waiting = new Set<() => void>();
  #size = 0;
  #end: End | null = null;
  #endedAt = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => {
      this.#received.push(chunk);
      this.#size += chunk.length;
      this.#wake();
    });
    socket.on("end", () => this.#ended("fin"));
    socket.on("error", (cause: Error & { code?: string }) => {
      this.#ended(cause.code === "ECONNRESET" || cause.code === "EPIPE" ? "reset" : "other");
    });
    socket.on("close", () => this.#wake());
  }

  /** Connects to a port of this machine. */
  static async connect(port: number, host = "127.0.0.1"): Promise<Peer> {
    const socket = connect({ port, host, allowHalfOpen: true });
    await once(socket, "connect");
    return new Peer(socket);
  }

  /** Bytes that have come so far and were not taken. */
  get size(): number {
    return this.#size;
  }

  /** How the other side has ended so far. */
  get end(): End | null {
    return this.#end;
  }

  /** When it ended, on the clock of `performance.now`. */
  get endedAt(): number {
    return this.#endedAt;
  }

  /** The address that the other side sees. */
  get local(): string {
    return `${this.#socket.localAddress}:${this.#socket.localPort}`;
  }

  /** Sends bytes; true when the kernel has taken them all, false when it never will. */
  send(bytes: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => this.#socket.write(bytes, (error) => resolve(!error)));
  }

  /** Sends our FIN. */
  finish(): void {
    this.#socket.end();
  }

  /** Sends a RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Waits for so many bytes and takes them; fails when the end comes first. */
  async take(size: number): Promise<Uint8Array> {
    await this.#until(() => this.#size >= size || this.#over);
    if (this.#size < size) throw new Error(`Expected ${size} bytes, got ${this.#size} and ${this.#end}`);
    const all = this.#takeAll();
    if (all.length > size) this.#received.push(all.subarray(size));
    this.#size = all.length - size;
    return all.subarray(0, size);
  }

  /** Waits for the end and gives it with all that was not taken before. */
  async rest(): Promise<{ bytes: Uint8Array; end: End | null }> {
    await this.#until(() => this.#over);
    return { bytes: this.#takeAll(), end: this.#end };
  }

  /** Lets go of the socket, and waits until it is gone. */
  async close(): Promise<void> {
    if (!this.#socket.closed) {
      const closed = once(this.#socket, "close");
      this.#socket.destroy();
      await closed;
    }
  }

  get #over(): boolean {
    return this.#end !== null || this.#socket.destroyed;
  }

  #takeAll(): Uint8Array {
    const all = Buffer.concat(this.#received.splice(0));
    this.#size = 0;
    return new Uint8Array(all);
  }

  #ended(end: End): void {
    this.#end ??= end;
    this.#endedAt ||= performance.now();
    this.#wake();
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** A port of this machine on which a test plays the target. */
export interface Origin {
  readonly port: number;
  /** The next connection that was accepted and not taken yet. */
  accept(): Promise<Peer>;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

/** Listens; each connection goes to `serve` where that is given, else to whoever calls `accept`. */
export async function listenOrigin(serve?: (peer: Peer) => void, host = "127.0.0.1"): Promise<Origin> {
  const peers: Peer[] = [];
  const unclaimed: Peer[] = [];
  const accepting: ((peer: Peer) => void)[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new Peer(socket);
    peers.push(peer);
    if (serve !== undefined) return serve(peer);
    const next = accepting.shift();
    if (next === undefined) unclaimed.push(peer);
    else next(peer);
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    accept() {
      const peer = unclaimed.shift();
      return peer === undefined ? new Promise((resolve) => accepting.push(resolve)) : Promise.resolve(peer);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      await Promise.all(peers.map((peer) => peer.close()));
      await closed;
    },
  };
}

/** A port of this machine that refuses; one to listen on is a `freePort`. */
export async function closedPort(): Promise<number> {
  const { port, close } = await listenOrigin();
  await close();
  return port;
}
