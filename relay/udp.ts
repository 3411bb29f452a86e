/** One UDP port: opens what clients send, and gives each association its own way out. @module */

import type { PacketServer, PacketSession } from "../crypto/packets.ts";
import { CipherError } from "../crypto/types.ts";
import { formatEndpoint } from "../net/hosts.ts";
import type { Endpoint, PacketBatch } from "../net/types.ts";
import { AddressError, parseAddress, type ParsedAddress } from "./address.ts";
import { Association, type AssociationContext } from "./association.ts";
import { toConnectionError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { packetWindows } from "./packet_windows.ts";

/** What one port needs. */
export interface UdpRelayOptions extends AssociationContext {
  /** Opens clients' datagrams; closed with the relay. */
  readonly codec: PacketServer;
  readonly limits: Pick<Limits, "udp" | "udpLookup" | "udpAssociations">;
  /** Whether a client may send from here; everybody may unless it is given. */
  readonly accepts?: (from: Endpoint) => boolean;
}

/** The associations of a port, the one used last at the end. */
export class UdpRelay {
  #options: UdpRelayOptions;
  readonly #associations = new Map<PacketSession, Association>();
  /** The one at the end: it need not be moved there. */
  #newest: Association | null = null;
  readonly #running = new Set<Promise<void>>();
  /** Those that were sent to in this batch. */
  readonly #touched = new Set<Association>();
  #closed = false;

  /** @param options the socket in it is closed with the relay */
  constructor(options: UdpRelayOptions) {
    this.#options = options;
  }

  /** How many associations there are. */
  get size(): number {
    return this.#associations.size;
  }

  /** Relays until `close`. Throws only what is a fault of the program. */
  async run(): Promise<void> {
    const { socket } = this.#options;
    try {
      for (let batch = await socket.next(); batch !== null; batch = await socket.next()) await this.#relay(batch);
    } finally {
      this.close();
      await Promise.all(this.#running);
      this.#options.codec.close();
    }
  }

  /**
   * Goes on with another wiring of the same port. Associations live on with the way out that they have; under another
   * codec they end, since it would not know their datagrams.
   */
  rewire(wiring: Omit<UdpRelayOptions, "socket">): void {
    const { codec, socket } = this.#options;
    if (wiring.codec !== codec) {
      this.end(() => true);
      codec.close();
    }
    this.#options = { ...wiring, socket };
  }

  /** Ends the associations of users. */
  end(matches: (user: string | undefined) => boolean): void {
    for (const association of [...this.#associations.values()]) {
      if (matches(association.session.user)) association.close();
    }
  }

  /** Ends the port and its associations; `run` then comes to its end. */
  close(): void {
    this.#closed = true;
    this.#options.socket.close();
    this.end(() => true);
  }

  async #relay(batch: PacketBatch): Promise<void> {
    const plain = packetWindows.take();
    try {
      // A batch is of its socket: once that is closed, another's datagrams may be in it.
      for (let i = 0; i < batch.count && !this.#closed; i++) {
        const pending = this.#forward(batch.data(i), batch.from(i), plain);
        if (pending !== undefined) await pending;
      }
    } finally {
      packetWindows.give(plain);
    }
    for (const association of this.#touched) association.flush();
    this.#touched.clear();
  }

  /** Sends one datagram onward; what is none of a client's is dropped. */
  #forward(packet: Uint8Array, from: Endpoint, plain: Uint8Array): Promise<void> | void {
    const { codec, accepts } = this.#options;
    if (accepts?.(from) === false) return;
    try {
      const { session, size } = codec.open(packet, formatEndpoint(from), plain);
      const association = this.#associations.get(session);
      const address = this.#addressOf(session, association, plain.subarray(0, size));
      const used = association === undefined ? this.#begin(session, from) : this.#use(association, from);
      this.#touched.add(used);
      return used.send(address.target, plain.subarray(address.size, size));
    } catch (cause) {
      if (!(cause instanceof CipherError) && !(cause instanceof AddressError)) throw cause;
      this.#drop(cause, from);
    }
  }

  /** The target of an opened datagram; a session that starts without one is none. */
  #addressOf(session: PacketSession, association: Association | undefined, plain: Uint8Array): ParsedAddress {
    try {
      const address = association === undefined ? parseAddress(plain) : association.addresses.parse(plain);
      if (address !== null) return address;
      throw new AddressError("Cannot read the address: it is incomplete");
    } catch (cause) {
      if (association === undefined) session.close();
      throw cause;
    }
  }

  #begin(session: PacketSession, from: Endpoint): Association {
    const association = new Association(session, from, this.#options, (closed) => {
      this.#associations.delete(closed.session);
    });
    this.#makeRoom();
    this.#associations.set(session, association);
    this.#newest = association;
    const run = association.run().finally(() => this.#running.delete(run));
    this.#running.add(run);
    return association;
  }

  #use(association: Association, from: Endpoint): Association {
    association.client = from;
    if (this.#newest !== association) {
      this.#associations.delete(association.session);
      this.#associations.set(association.session, association);
      this.#newest = association;
    }
    return association;
  }

  /** The association that was used longest ago goes first. */
  #makeRoom(): void {
    for (const oldest of this.#associations.values()) {
      if (this.#associations.size < this.#options.limits.udpAssociations) return;
      oldest.close();
    }
  }

  #drop(cause: CipherError | AddressError, from: Endpoint): void {
    const { status, user, message } = toConnectionError(cause);
    const { counters, log } = this.#options;
    counters.end(status);
    log.event("debug", "datagram-dropped", { client: formatEndpoint(from), user, status, reason: message });
  }
}
