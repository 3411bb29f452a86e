/** One association: a client's datagrams on their way out, and the answers on their way back. @module */

import type { PacketSession } from "../crypto/packets.ts";
import { MAX_DATAGRAM } from "../crypto/packets.ts";
import { after, type Wait } from "../net/timers.ts";
import type { Endpoint, PacketSocket } from "../net/types.ts";
import { AddressMemo, addressOf } from "./address.ts";
import type { Counters } from "./counters.ts";
import type { PacketOutbound, PacketPort } from "./datagrams.ts";
import { toConnectionError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import { packetWindows } from "./packet_windows.ts";
import type { UserBytes } from "./user_counters.ts";

/** Payloads that wait while the way out is made; what comes beyond is lost. */
const MAX_WAITING = 16;

const DNS_PORT = 53;

/** What the associations of one port share. */
export interface AssociationContext {
  /** Where clients are answered from. */
  readonly socket: PacketSocket;
  readonly outbound: PacketOutbound;
  readonly limits: Pick<Limits, "udp" | "udpLookup">;
  readonly counters: Counters;
  readonly log: Log;
}

/** A payload that waits. */
interface Waiting {
  readonly target: Endpoint;
  readonly payload: Uint8Array;
}

/** A client's session and its socket towards the targets. */
export class Association {
  /** Where the client was seen last: a client that roams is answered where it is. */
  client: Endpoint;
  readonly session: PacketSession;
  /** Parses what the client sends to. */
  readonly addresses = new AddressMemo();
  readonly #context: AssociationContext;
  /** Where its user's bytes are counted. */
  readonly #userBytes: UserBytes | null;
  readonly #onClose: (association: Association) => void;
  #port: PacketPort | null = null;
  #waiting: Waiting[] = [];
  #silence: Wait;
  #onlyLookups = true;
  #closed = false;

  /** @param onClose told once, when it ends */
  constructor(
    session: PacketSession,
    client: Endpoint,
    context: AssociationContext,
    onClose: (association: Association) => void,
  ) {
    this.session = session;
    this.client = client;
    this.#context = context;
    this.#onClose = onClose;
    context.counters.associations++;
    this.#userBytes = context.counters.users.of(session.user);
    this.#silence = this.#until(context.limits.udpLookup);
  }

  /** Makes the way out, and carries answers back until it closes. Throws only what is a fault of the program. */
  async run(): Promise<void> {
    let port: PacketPort | null = null;
    try {
      port = await this.#context.outbound.associate();
      await this.#sendWaiting(port);
      await this.#carryBack(port);
    } catch (cause) {
      this.#context.log.event("debug", "association-failed", { reason: toConnectionError(cause).message });
    } finally {
      port?.close();
      this.close();
    }
  }

  /** Sends a payload of the client's onward; what it returns is awaited before the bytes are used again. */
  send(target: Endpoint, payload: Uint8Array): Promise<void> | void {
    this.#touch(target);
    this.#context.counters.up += payload.length;
    if (this.#userBytes !== null) this.#userBytes.up += payload.length;
    if (this.#port !== null) return this.#port.send(target, payload);
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push({ target, payload: payload.slice() });
  }

  /** Says that a batch ends. */
  flush(): void {
    this.#port?.flush();
  }

  /** Ends it; a second call does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.counters.associations--;
    this.#silence.cancel();
    this.#port?.close();
    this.session.close();
    this.#onClose(this);
  }

  /** What came first goes first: until all of it has gone, what comes waits behind it. */
  async #sendWaiting(port: PacketPort): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined && !this.#closed; next = this.#waiting.shift()) {
      await port.send(next.target, next.payload);
    }
    port.flush();
    if (this.#closed) port.close();
    this.#port = port;
  }

  async #carryBack(port: PacketPort): Promise<void> {
    for (let batch = await port.next(); batch !== null && !this.#closed; batch = await port.next()) {
      this.#silence.touch();
      for (let i = 0; i < batch.count && !this.#closed; i++) {
        const pending = this.#answer(batch.from(i), batch.data(i));
        if (pending !== undefined) await pending;
      }
      this.#context.socket.flush();
    }
  }

  #answer(from: Endpoint, payload: Uint8Array): Promise<void> | void {
    this.#context.counters.down += payload.length;
    if (this.#userBytes !== null) this.#userBytes.down += payload.length;
    const plain = packetWindows.take();
    const sealed = packetWindows.take();
    const address = addressOf(from);
    plain.set(address);
    plain.set(payload, address.length);
    const size = this.session.seal(plain.subarray(0, address.length + payload.length), sealed);
    packetWindows.give(plain);
    const pending = size > MAX_DATAGRAM ? undefined : this.#context.socket.send(sealed.subarray(0, size), this.client);
    if (pending !== undefined) return pending.finally(() => packetWindows.give(sealed));
    packetWindows.give(sealed);
  }

  /** Ends it after so many seconds of silence, or as many as its session needs. */
  #until(seconds: number): Wait {
    return after(Math.max(seconds, this.session.leastSilence ?? 0), () => this.close());
  }

  /** One that only looks names up ends sooner. */
  #touch({ port }: Endpoint): void {
    if (this.#onlyLookups && port !== DNS_PORT) {
      this.#onlyLookups = false;
      this.#silence.cancel();
      this.#silence = this.#until(this.#context.limits.udp);
    } else {
      this.#silence.touch();
    }
  }
}
