/** Starts what a Config describes. @module */

import { bindPackets, listen, type Listener, SocketError } from "#net";
import { type Config, ConfigError } from "../config/types.ts";
import { ProviderError } from "../crypto/providers/types.ts";
import { KeyError } from "../crypto/psk.ts";
import { formatEndpoint } from "../net/hosts.ts";
import { after } from "../net/timers.ts";
import type { Endpoint, Stream } from "../net/types.ts";
import type { Acl } from "../relay/acl/acl.ts";
import { Counters } from "../relay/counters.ts";
import { Drains } from "../relay/handshake.ts";
import type { Log } from "../relay/log.ts";
import { UdpRelay } from "../relay/udp.ts";
import { loadAcl } from "./acl.ts";
import { Connections } from "./connections.ts";
import { admitMethods } from "./methods.ts";
import { PacketRelays } from "./packet_relays.ts";
import { announceOpened, Reach } from "./reach.ts";
import { type ListenerInfo, type Service, StartError } from "./types.ts";
import { wireLocal, wireServer, type Wiring, type WiringContext } from "./wiring.ts";

/** How often the system may choose a port for us: with many associations open, most of its choices are taken for UDP. */
const PORT_CHOICES = 64;

/**
 * Starts every server and every local of the config.
 *
 * @throws {ConfigError} when a method or key is wrong; {@linkcode StartError} when a port or a provider cannot be had.
 */
export async function start(config: Config, log: Log): Promise<Service> {
  admitMethods(config, log);
  announceOpened(config, log);
  const service = new RunningService(config, log, await loadAcl(config, log));
  try {
    for (const entry of config.servers) await service.open("server", entry, await wireServer(entry, service.context));
    for (const entry of config.locals) await service.open("local", entry, await wireLocal(entry, service.context));
  } catch (cause) {
    await service.stop(0);
    if (cause instanceof KeyError) throw new ConfigError(cause.message, { cause });
    if (cause instanceof SocketError || cause instanceof ProviderError) throw new StartError(cause.message, { cause });
    throw cause;
  }
  return service;
}

class RunningService implements Service {
  readonly counters = new Counters();
  readonly listeners: ListenerInfo[] = [];
  readonly context: WiringContext;
  readonly #connections = new Connections();
  readonly #packets = new PacketRelays();
  readonly #open: Listener[] = [];
  readonly #wirings: Wiring[] = [];

  constructor(config: Config, log: Log, acl: Acl | null) {
    const drains = new Drains(config.limits.drains, config.limits.drainBytes);
    const reach = new Reach(config, acl, () => this.listeners);
    this.context = { config, log, counters: this.counters, drains, reach };
  }

  /** Opens a port for what it is made of: TCP, UDP or both. */
  async open(role: ListenerInfo["role"], at: Endpoint, wiring: Wiring): Promise<void> {
    this.#wirings.push(wiring);
    const bound = await this.#openBoth(at, wiring);
    if (bound === undefined) return;
    const { method } = wiring;
    this.listeners.push({ role, host: bound.host, port: bound.port, ...(method === undefined ? {} : { method }) });
    this.context.log.event("info", "listening", { role, address: formatEndpoint(bound), mode: wiring.mode, method });
  }

  async stop(graceSeconds: number): Promise<void> {
    for (const listener of this.#open.splice(0)) listener.close();
    // Whoever still looks a name up when the time is over would be waited for.
    const over = after(graceSeconds, () => this.context.reach.close());
    await this.#connections.drain(graceSeconds);
    over.cancel();
    await this.#packets.stop();
    for (const wiring of this.#wirings.splice(0)) wiring.close?.();
    this.context.reach.close();
  }

  /** TCP and UDP under one number. Where the system chooses it for TCP, UDP's may be taken: then it chooses again. */
  async #openBoth(at: Endpoint, wiring: Wiring): Promise<Endpoint | undefined> {
    const { accepts = () => true } = wiring;
    for (let choices = PORT_CHOICES;; choices--) {
      const tcp = wiring.tcp && await this.#listen(at, { ...wiring.tcp, accepts });
      try {
        const udp = wiring.udp && await this.#bind(tcp ?? at, { ...wiring.udp, accepts });
        return tcp ?? udp;
      } catch (cause) {
        const taken = at.port === 0 && cause instanceof SocketError && cause.fault === "in-use";
        if (!taken || choices === 1) throw cause;
        this.#open.pop()?.close();
      }
    }
  }

  async #listen(at: Endpoint, { inbound, outbound, accepts }: Admitting<Wiring["tcp"]>): Promise<Endpoint> {
    const { log, config: { limits } } = this.context;
    const relay = { inbound, outbound, log, limits, counters: this.counters };
    const onExhausted = (exhausted: boolean) =>
      log.event("warn", exhausted ? "descriptors-exhausted" : "descriptors-free");
    const listener = await onEitherFamily(at.host, (host) =>
      listen(
        { host, port: at.port, keepalive: limits.keepalive, onExhausted },
        (stream) => accepts(stream.remote) ? this.#connections.serve(stream, relay) : this.#refuse(stream),
      ));
    this.#open.push(listener);
    return listener.local;
  }

  /** Somebody whom the access control list does not admit learns nothing. */
  #refuse(stream: Stream): void {
    const { log, counters } = this.context;
    counters.end("denied");
    log.event("debug", "client-denied", { client: formatEndpoint(stream.remote) });
    stream.abort();
  }

  async #bind(at: Endpoint, udp: Admitting<Wiring["udp"]>): Promise<Endpoint> {
    const { log, config: { limits } } = this.context;
    const socket = await onEitherFamily(at.host, (host) => bindPackets({ host, port: at.port }));
    this.#packets.run(new UdpRelay({ ...udp, socket, limits, counters: this.counters, log }), log);
    return socket.local;
  }
}

/** One half of a port, with who may come to it. */
type Admitting<T> = NonNullable<T> & { readonly accepts: NonNullable<Wiring["accepts"]> };

/** `::` becomes 0.0.0.0 where the machine has no IPv6. */
async function onEitherFamily<T>(host: string, open: (host: string) => T | Promise<T>): Promise<T> {
  try {
    return await open(host);
  } catch (cause) {
    const noIpv6 = host === "::" && cause instanceof SocketError && cause.fault === "address-unavailable";
    if (!noIpv6) throw cause;
    return await open("0.0.0.0");
  }
}
