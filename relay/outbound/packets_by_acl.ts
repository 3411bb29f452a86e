/** Datagrams that go through the server or straight, as an access control list says. @module */

import type { Endpoint, PacketBatch } from "../../net/types.ts";
import type { Acl, Choice } from "../acl/acl.ts";
import { chooseWay } from "../acl/chooser.ts";
import type { PacketOutbound, PacketPort } from "../datagrams.ts";
import type { Targets } from "../targets.ts";
import { Arrivals } from "./arrivals.ts";
import type { Ways } from "./by_acl.ts";

/** Hosts whose way one association remembers. */
const MAX_HOSTS = 256;
/** Datagrams that wait for lookups and sockets; what comes beyond is lost. */
const MAX_WAITING = 64;

/** @param targets looks names up where the list has networks */
export function packetsByAcl(acl: Acl, targets: Targets, ways: Ways<PacketOutbound>): PacketOutbound {
  const choose = (host: string) => chooseWay(acl, targets, host);
  return { associate: () => Promise.resolve(new BothPorts(choose, ways)) };
}

/** A port that is opened when something goes there. */
class BothPorts implements PacketPort {
  readonly #choose: (host: string) => Choice | Promise<Choice>;
  readonly #ways: Ways<PacketOutbound>;
  readonly #chosen = new Map<string, Choice["way"]>();
  readonly #opening: Partial<Record<Choice["way"], Promise<PacketPort | null>>> = {};
  readonly #ports: Partial<Record<Choice["way"], PacketPort>> = {};
  readonly #arrivals = new Arrivals();
  #waiting = 0;
  #closed = false;

  constructor(choose: (host: string) => Choice | Promise<Choice>, ways: Ways<PacketOutbound>) {
    this.#choose = choose;
    this.#ways = ways;
  }

  send(target: Endpoint, payload: Uint8Array): Promise<void> | void {
    const isFull = this.#waiting === MAX_WAITING;
    if (isFull && !this.#chosen.has(target.host)) return;
    const way = this.#wayTo(target.host);
    const port = typeof way === "string" ? this.#ports[way] : undefined;
    if (port !== undefined) return port.send(target, payload);
    // Nobody waits for a lookup or a socket: what comes meanwhile goes on its own.
    if (!isFull) void this.#sendLater(way, target, payload.slice());
  }

  flush(): void {
    for (const port of Object.values(this.#ports)) port.flush();
  }

  next(): Promise<PacketBatch | null> {
    return this.#arrivals.next();
  }

  close(): void {
    this.#closed = true;
    for (const port of Object.values(this.#ports)) port.close();
    this.#arrivals.end();
  }

  #wayTo(host: string): Choice["way"] | Promise<Choice["way"]> {
    const known = this.#chosen.get(host);
    if (known !== undefined) return known;
    const choice = this.#choose(host);
    if (choice instanceof Promise) return choice.then(({ way }) => this.#remember(host, way));
    return this.#remember(host, choice.way);
  }

  #remember(host: string, way: Choice["way"]): Choice["way"] {
    if (this.#chosen.size >= MAX_HOSTS) this.#chosen.delete(this.#chosen.keys().next().value!);
    this.#chosen.set(host, way);
    return way;
  }

  async #sendLater(way: Choice["way"] | Promise<Choice["way"]>, target: Endpoint, payload: Uint8Array): Promise<void> {
    this.#waiting++;
    try {
      const port = await this.#open(await way);
      await port?.send(target, payload);
      port?.flush();
    } finally {
      this.#waiting--;
    }
  }

  #open(way: Choice["way"]): Promise<PacketPort | null> {
    return this.#opening[way] ??= this.#associate(way);
  }

  async #associate(way: Choice["way"]): Promise<PacketPort | null> {
    try {
      const port = await this.#ways[way].associate();
      if (this.#closed) port.close();
      this.#ports[way] = port;
      void this.#arrivals.take(port);
      return port;
    } catch {
      // One way that cannot be had loses its datagrams; the other one goes on, and this one is tried again.
      delete this.#opening[way];
      return null;
    }
  }
}
