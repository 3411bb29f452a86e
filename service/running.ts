/** A service that runs: the ports of one config, and how another takes its place. @module */

import type { Config } from "../config/types.ts";
import { after } from "../net/timers.ts";
import type { Counters } from "../relay/counters.ts";
import { Drains } from "../relay/handshake.ts";
import type { Log } from "../relay/log.ts";
import { changesOf, logChange } from "./changes.ts";
import { userChanges, usersOf } from "./plan.ts";
import type { Port } from "./port.ts";
import { discard, type Ground, prepare, type Prepared, type Standing } from "./prepare.ts";
import { SharedResolver, systemResolver } from "./shared_resolver.ts";
import { alone, type Sharing } from "./sharing.ts";
import { type Change, type ListenerInfo, type Service, StartError } from "./types.ts";

/** Serves a config, and then others. */
export class RunningService implements Service {
  readonly counters: Counters;
  readonly #log: Log;
  readonly #drains: Drains;
  readonly #resolver: SharedResolver;
  readonly #ground: Ground;
  #standing: Standing;
  #listeners: readonly ListenerInfo[] = [];
  /** Ports that are gone and have connections left. */
  readonly #leaving = new Set<Port>();
  /** What is under way: one config at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  /**
   * Serves nothing until the first `apply`.
   *
   * @param sharing what it shares with services of other threads
   */
  constructor(config: Config, log: Log, sharing: Sharing = alone()) {
    this.counters = sharing.counters;
    this.#log = log;
    this.#drains = new Drains(config.limits.drains, config.limits.drainBytes);
    this.#resolver = new SharedResolver(systemResolver());
    this.#ground = {
      log,
      counters: this.counters,
      sharing,
      drains: this.#drains,
      resolver: this.#resolver,
      listeners: () => this.#listeners,
    };
    this.#standing = { config: { ...config, servers: [], locals: [] }, acl: null, ports: new Map() };
  }

  get listeners(): readonly ListenerInfo[] {
    return this.#listeners;
  }

  apply(config: Config): Promise<Change[]> {
    const turn = this.#turn.then(() => this.#replace(config));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async stop(graceSeconds: number): Promise<void> {
    const ports = this.#closePorts();
    // Whoever still looks a name up when the time is over would be waited for.
    const over = after(graceSeconds, () => this.#resolver.close());
    await Promise.all(ports.map((port) => port.connections.drain(graceSeconds)));
    over.cancel();
    await this.#end(ports);
  }

  async retire(): Promise<void> {
    const ports = this.#closePorts();
    await Promise.all(ports.map((port) => port.connections.ended()));
    await this.#end(ports);
  }

  async #replace(config: Config): Promise<Change[]> {
    const next = await prepare(config, this.#standing, this.#ground);
    if (!this.#stopped) return await this.#take(next);
    await discard(next);
    throw new StartError("Cannot take another config: the service has been stopped");
  }

  /** Puts what was prepared in place: from here on nothing fails. */
  async #take(next: Prepared): Promise<Change[]> {
    const { limits } = next;
    const closed = [...this.#standing.ports].filter(([key]) => !next.ports.has(key)).map(([, described]) => described);
    if (next.resolver !== null) this.#resolver.replace(next.resolver);
    this.#drains.resize(limits.drains, limits.drainBytes);
    this.counters.users.know(usersOf(next.config));
    for (const { port, as, former, wiring, halves } of next.wired) {
      port.use(wiring, limits, halves);
      if (former !== null) port.endUsers(userChanges(former, as));
    }
    const left = closed.map(({ port }) => this.#leave(port));
    this.#standing = { config: next.config, acl: next.acl, ports: next.ports };
    this.#listeners = [...next.ports.values()].map(({ port }) => port.info);
    const changes = changesOf(next, closed);
    for (const change of changes) logChange(this.#log, change);
    await Promise.all(left);
    return changes;
  }

  /** Closes a port; what is open there goes on. Its number is free when the promise is fulfilled. */
  async #leave(port: Port): Promise<void> {
    this.#leaving.add(port);
    void port.connections.ended().then(() => this.#leaving.delete(port));
    await port.close();
  }

  /** Closes all ports, and gives them with those that were leaving. */
  #closePorts(): Port[] {
    this.#stopped = true;
    const ports = [...[...this.#standing.ports.values()].map(({ port }) => port), ...this.#leaving];
    for (const port of ports) void port.close();
    return ports;
  }

  async #end(ports: readonly Port[]): Promise<void> {
    await Promise.all(ports.map((port) => port.close()));
    await this.#turn;
    this.#resolver.close();
  }
}
