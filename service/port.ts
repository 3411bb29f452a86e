/** One port that is served: its sockets, what it is made of now, and the connections that came by it. @module */

import { formatEndpoint } from "../net/hosts.ts";
import type { Endpoint, Stream } from "../net/types.ts";
import type { Counters } from "../relay/counters.ts";
import type { Limits } from "../relay/limits.ts";
import type { Log } from "../relay/log.ts";
import { UdpRelay } from "../relay/udp.ts";
import { Connections } from "./connections.ts";
import { logFault } from "./faults.ts";
import type { UserChanges } from "./plan.ts";
import { closeHalves, type Halves, openHalves } from "./open_halves.ts";
import type { Sharing } from "./sharing.ts";
import type { ListenerInfo, Role } from "./types.ts";
import { WiringInUse } from "./wiring_in_use.ts";
import type { Wiring } from "./wiring/types.ts";

/** Connections that come before their port is in use; what comes beyond is reset. */
const MAX_EARLY = 128;

/** What every port of a service shares. */
export interface PortContext {
  readonly log: Log;
  readonly counters: Counters;
  readonly sharing: Pick<Sharing, "ports">;
}

/** A port, from before it is opened until the last of its connections has ended. */
export class Port {
  readonly connections: Connections;
  readonly #role: Role;
  readonly #context: PortContext;
  #bound: Endpoint;
  #halves: Halves = { listener: null, socket: null };
  #inUse: WiringInUse | null = null;
  #datagrams: { relay: UdpRelay; end: Promise<void> } | null = null;
  /** How often it was wired. */
  #wirings = 0;
  /**
   * With which wiring the key of a user, or of those without a name, changed last: a connection of an earlier one that
   * says only now whose it is, is not served by the old key.
   */
  readonly #rekeyed = new Map<string | undefined, number>();
  /** What came before it was in use. */
  #early: Stream[] = [];
  #end: Promise<void> | null = null;

  /** @param at where it will listen */
  constructor(role: Role, at: Endpoint, context: PortContext) {
    this.#role = role;
    this.#bound = at;
    this.#context = context;
    this.connections = new Connections(context.log);
  }

  /** What it is made of; null until it is in use. */
  get wiring(): Wiring | null {
    return this.#inUse?.wiring ?? null;
  }

  /** What others are told of it. */
  get info(): ListenerInfo {
    const { host, port } = this.#bound;
    const { method, mode = "tcp_and_udp" } = this.wiring ?? {};
    return { role: this.#role, host, port, mode, ...(method === undefined ? {} : { method }) };
  }

  /**
   * Opens what a wiring needs and is not open yet; `use` takes it, or its caller closes it.
   *
   * @throws {SocketError} when it cannot be had.
   */
  async open({ tcp, udp }: Wiring, { keepalive }: Limits): Promise<Halves> {
    const { log, sharing } = this.#context;
    const { listener, socket } = this.#halves;
    return await openHalves(this.#bound, {
      tcp: tcp !== undefined && listener === null,
      udp: udp !== undefined && socket === null,
      sharing: sharing.ports,
      keepalive,
      onExhausted: (exhausted) => log.event("warn", exhausted ? "descriptors-exhausted" : "descriptors-free"),
      onStream: (stream) => this.#accept(stream),
    });
  }

  /** Serves what comes from now on by a wiring; connections that are open keep theirs. */
  use(wiring: Wiring, limits: Limits, opened: Halves): void {
    const { listener, socket } = this.#halves;
    this.#halves = { listener: listener ?? opened.listener, socket: socket ?? opened.socket };
    this.#bound = (this.#halves.listener ?? this.#halves.socket)?.local ?? this.#bound;
    this.#inUse?.retire();
    const { log, counters } = this.#context;
    this.#inUse = new WiringInUse(wiring, { limits, log, counters, isGone: this.#rekeyedAfter(++this.#wirings) });
    wiring.settle?.();
    this.#dropHalves(wiring);
    this.#useDatagrams(wiring, limits);
    for (const stream of this.#early.splice(0)) this.#accept(stream);
  }

  /** Ends the datagrams of users whose keys differ, and of users that are gone the connections too. */
  endUsers({ removed, rekeyed, isRekeyed }: UserChanges): void {
    const among = (names: readonly string[]) => {
      const set = new Set<string | undefined>(names);
      return (user: string | undefined) => set.has(user);
    };
    for (const user of isRekeyed ? [...rekeyed, undefined] : rekeyed) this.#rekeyed.set(user, this.#wirings);
    this.connections.abort(among(removed));
    this.#datagrams?.relay.end(among(rekeyed));
  }

  /** Refuses what comes; connections go on, and datagrams end: the socket was the port. */
  close(): Promise<void> {
    return this.#end ??= this.#close();
  }

  /** Whether a user's key has changed since a wiring was put in use. */
  #rekeyedAfter(wiring: number): (user: string | undefined) => boolean {
    return (user) => (this.#rekeyed.get(user) ?? 0) > wiring;
  }

  async #close(): Promise<void> {
    closeHalves(this.#halves);
    for (const stream of this.#early.splice(0)) stream.abort();
    this.#datagrams?.relay.close();
    this.#inUse?.retire();
    await this.#datagrams?.end;
  }

  /** Closes the half that the wiring does without. */
  #dropHalves({ tcp, udp }: Wiring): void {
    const { listener, socket } = this.#halves;
    if (tcp === undefined) listener?.close();
    if (udp === undefined) this.#datagrams?.relay.close();
    this.#halves = { listener: tcp === undefined ? null : listener, socket: udp === undefined ? null : socket };
  }

  #useDatagrams({ udp, accepts }: Wiring, limits: Limits): void {
    const { socket } = this.#halves;
    if (udp === undefined || socket === null) {
      this.#datagrams = null;
      return;
    }
    const { log, counters } = this.#context;
    const options = { ...udp, ...(accepts && { accepts }), limits, log, counters };
    if (this.#datagrams !== null) return this.#datagrams.relay.rewire(options);
    const relay = new UdpRelay({ ...options, socket });
    this.#datagrams = { relay, end: relay.run().catch((fault: unknown) => logFault(log, fault)) };
  }

  #accept(stream: Stream): void {
    if (this.#end !== null) return stream.abort();
    if (this.#inUse === null) {
      if (this.#early.length < MAX_EARLY) this.#early.push(stream);
      else stream.abort();
      return;
    }
    const { accepts } = this.#inUse.wiring;
    if (accepts !== undefined && !accepts(stream.remote)) return this.#refuse(stream);
    this.#inUse.serve(stream, this.connections);
  }

  /** Somebody whom the access control list does not admit learns nothing. */
  #refuse(stream: Stream): void {
    const { log, counters } = this.#context;
    counters.end("denied");
    log.event("debug", "client-denied", { client: formatEndpoint(stream.remote) });
    stream.abort();
  }
}
