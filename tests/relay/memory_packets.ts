/** UDP in memory: sockets, ways out and codecs that a test holds in its own hands. @module */

import type { PacketServer, PacketSession } from "../../crypto/packets.ts";
import { CipherError } from "../../crypto/types.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import type { PacketOutbound, PacketPort } from "../../relay/datagrams.ts";

/** One datagram, with the other side's address. */
export interface Sent {
  readonly bytes: Uint8Array;
  readonly peer: Endpoint;
}

/** An endpoint of a documentation network. */
export function at(last: number, port = 40_000): Endpoint {
  return { host: `192.0.2.${last}`, port };
}

/** An address, then a payload: what codecs open to and seal from. */
export function plainOf(target: Endpoint, ...payload: number[]): Uint8Array {
  return Uint8Array.of(...putAddress(target), ...payload);
}

/** Batches that come; as strict as sockets are: what is borrowed is gone with the next pull. */
class Inbox {
  readonly #batches: Sent[][] = [];
  #lent: Sent[] = [];
  #pull: ((batch: PacketBatch | null) => void) | null = null;
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether everything that came was looked through. */
  get idle(): boolean {
    return this.#pull !== null;
  }

  put(batch: Sent[]): void {
    this.#batches.push(batch.map(({ bytes, peer }) => ({ bytes: bytes.slice(), peer })));
    this.#deliver();
  }

  next(): Promise<PacketBatch | null> {
    if (this.#pull !== null) throw new Error("Two pulls at once");
    for (const { bytes } of this.#lent) bytes.fill(0xdd);
    return new Promise((resolve) => {
      this.#pull = resolve;
      this.#deliver();
    });
  }

  close(): void {
    this.#closed = true;
    this.#deliver();
  }

  #deliver(): void {
    const pull = this.#pull;
    if (pull === null) return;
    const lent = this.#batches.shift();
    if (lent === undefined && !this.#closed) return;
    this.#pull = null;
    if (this.#closed || lent === undefined) return pull(null);
    this.#lent = lent;
    pull({ count: lent.length, data: (i) => lent[i]!.bytes, from: (i) => lent[i]!.peer });
  }
}

/** The socket that clients send to. */
export class MemorySocket implements PacketSocket {
  readonly local = at(200, 8388);
  /** What was sent, in order. */
  readonly sent: Sent[] = [];
  readonly #inbox = new Inbox();
  readonly #waiting: (() => void)[] = [];

  /** Lets datagrams come together. */
  deliver(...batch: Sent[]): void {
    this.#inbox.put(batch);
  }

  /** Whether it waits for the next datagram. */
  get idle(): boolean {
    return this.#inbox.idle;
  }

  get closed(): boolean {
    return this.#inbox.closed;
  }

  next(): Promise<PacketBatch | null> {
    return this.#inbox.next();
  }

  send(bytes: Uint8Array, to: Endpoint): void {
    if (this.closed) return;
    this.sent.push({ bytes: bytes.slice(), peer: { ...to } });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  flush(): void {}

  close(): void {
    this.#inbox.close();
  }

  /** Waits until so many were sent. */
  async wait(count: number): Promise<Sent[]> {
    while (this.sent.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.sent;
  }
}

/** One association's way out. */
export class MemoryPort implements PacketPort {
  /** What was sent, in order. */
  readonly sent: Sent[] = [];
  /** How often a batch was said to end. */
  flushes = 0;
  /** What each send has to wait for. */
  gate: Promise<void> | null = null;
  readonly #inbox = new Inbox();

  /** Lets answers come together. */
  answer(...batch: Sent[]): void {
    this.#inbox.put(batch);
  }

  get closed(): boolean {
    return this.#inbox.closed;
  }

  /** First bytes of what was sent. */
  get firsts(): number[] {
    return this.sent.map(({ bytes }) => bytes[0]!);
  }

  send(target: Endpoint, payload: Uint8Array): Promise<void> | void {
    if (this.closed) return;
    // The bytes are looked at when it is done: whoever uses them again before that is found out.
    const note = () => void this.sent.push({ bytes: payload.slice(), peer: { ...target } });
    return this.gate === null ? note() : this.gate.then(note);
  }

  flush(): void {
    this.flushes++;
  }

  next(): Promise<PacketBatch | null> {
    return this.#inbox.next();
  }

  close(): void {
    this.#inbox.close();
  }
}

/** Ways out that a test sees. */
export class MemoryOutbound implements PacketOutbound {
  readonly ports: MemoryPort[] = [];
  /** What making a way out waits for, and may fail with. */
  gate: Promise<void> = Promise.resolve();
  /** What the sends of ways out that are made from now on wait for. */
  sendGate: Promise<void> | null = null;

  async associate(): Promise<PacketPort> {
    await this.gate;
    const port = new MemoryPort();
    port.gate = this.sendGate;
    this.ports.push(port);
    return port;
  }

  /** Those that are not closed. */
  get open(): MemoryPort[] {
    return this.ports.filter(({ closed }) => !closed);
  }
}

/** A codec without ciphers: a session for each client's address; what begins with 255 is none of theirs. */
export class MemoryCodec implements PacketServer {
  readonly sessions = new Map<string, PacketSession>();
  closed = false;
  readonly #leastSilence: number;

  /** @param leastSilence seconds that sessions ask for */
  constructor(leastSilence = 0) {
    this.#leastSilence = leastSilence;
  }

  open(packet: Uint8Array, client: string, out: Uint8Array): { session: PacketSession; size: number } {
    if (packet[0] === 255) throw new CipherError("authentication", "a test says so");
    out.set(packet);
    let session = this.sessions.get(client);
    if (session === undefined) {
      session = {
        key: client,
        user: undefined,
        overhead: 0,
        leastSilence: this.#leastSilence,
        seal: (plain, sealed) => {
          sealed.set(plain);
          return plain.length;
        },
        close: () => void this.sessions.delete(client),
      };
      this.sessions.set(client, session);
    }
    return { session, size: packet.length };
  }

  close(): void {
    this.closed = true;
  }
}
