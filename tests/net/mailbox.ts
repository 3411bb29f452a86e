/** UDP sockets that keep what comes, for tests that wait for it. @module */

import { bindPackets } from "#net";
import type { Endpoint, PacketSocket } from "../../net/types.ts";

/** One datagram, copied. */
export interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: Endpoint;
}

/** What is done with each datagram as it comes; without it they are kept. */
type Serve = (datagram: Datagram, box: Mailbox) => Promise<void> | void;

/** A port of this machine, and all that came to it. */
export class Mailbox {
  readonly #socket: PacketSocket;
  readonly #kept: Datagram[] = [];
  readonly #run: Promise<void>;
  #wake: (() => void) | null = null;

  private constructor(socket: PacketSocket, serve: Serve | undefined) {
    this.#socket = socket;
    this.#run = this.#pull(serve);
  }

  /** Binds a port: of 127.0.0.1 unless told. */
  static async bind(host = "127.0.0.1", serve?: Serve, port = 0): Promise<Mailbox> {
    return new Mailbox(await bindPackets({ host, port }), serve);
  }

  /** A port that sends back whatever comes. */
  static echo(host = "127.0.0.1"): Promise<Mailbox> {
    return Mailbox.bind(host, ({ bytes, from }, box) => box.send(bytes, from));
  }

  /** Where it is bound. */
  get local(): Endpoint {
    return this.#socket.local;
  }

  /** How many datagrams came that were not taken. */
  get size(): number {
    return this.#kept.length;
  }

  /** Sends one datagram at once. */
  async send(bytes: Uint8Array, to: Endpoint): Promise<void> {
    await this.#socket.send(bytes, to);
    this.#socket.flush();
  }

  /** The next datagram, in the order of arrival. */
  async take(): Promise<Datagram> {
    for (;;) {
      const next = this.#kept.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** The next datagrams. */
  async takeAll(count: number): Promise<Datagram[]> {
    const taken: Datagram[] = [];
    while (taken.length < count) taken.push(await this.take());
    return taken;
  }

  /** Lets go of the port, and waits until nothing is under way. */
  async close(): Promise<void> {
    this.#socket.close();
    await this.#run;
  }

  async #pull(serve: Serve | undefined): Promise<void> {
    for (let batch = await this.#socket.next(); batch !== null; batch = await this.#socket.next()) {
      const came: Datagram[] = [];
      for (let i = 0; i < batch.count; i++) {
        came.push({ bytes: Uint8Array.from(batch.data(i)), from: { ...batch.from(i) } });
      }
      for (const datagram of came) {
        if (serve === undefined) this.#kept.push(datagram);
        else await serve(datagram, this);
      }
      this.#wake?.();
      this.#wake = null;
    }
  }
}

/** Runs the body with ports that are closed afterwards. */
export async function withMailboxes<const T extends readonly Promise<Mailbox>[]>(
  opening: T,
  body: (...boxes: { -readonly [K in keyof T]: Mailbox }) => Promise<void>,
): Promise<void> {
  const boxes = await Promise.all(opening) as { -readonly [K in keyof T]: Mailbox };
  try {
    await body(...boxes);
  } finally {
    for (const box of boxes) await box.close();
  }
}

/** A UDP port of this machine where nobody listens. */
export async function closedUdpPort(host = "127.0.0.1"): Promise<Endpoint> {
  const box = await Mailbox.bind(host);
  await box.close();
  return box.local;
}
