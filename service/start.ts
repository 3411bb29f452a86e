/** Starts what a Config describes. @module */

import { listen, type Listener, SocketError } from "#net";
import { usableMethod } from "../config/method_choice.ts";
import type { Config, LocalEntry, ServerEntry } from "../config/types.ts";
import { ConfigError } from "../config/types.ts";
import { type MethodOptions, prepareClient, prepareRouter, prepareServer, type Ready } from "../crypto/method.ts";
import type { MethodRow } from "../crypto/methods.ts";
import { KeyError } from "../crypto/psk.ts";
import { ProviderError } from "../crypto/providers/types.ts";
import { formatEndpoint } from "../net/hosts.ts";
import { Counters } from "../relay/counters.ts";
import { Drains } from "../relay/handshake.ts";
import { identityRelayInbound } from "../relay/inbound/identity_relay.ts";
import { shadowsocksInbound } from "../relay/inbound/shadowsocks.ts";
import { socksInbound } from "../relay/inbound/socks.ts";
import type { Log } from "../relay/log.ts";
import { randomOutbound } from "../relay/outbound/balancer.ts";
import { directOutbound } from "../relay/outbound/direct.ts";
import { shadowsocksOutbound } from "../relay/outbound/shadowsocks.ts";
import type { Inbound, Outbound } from "../relay/request.ts";
import { Connections } from "./connections.ts";
import { admitMethods } from "./methods.ts";
import { type ListenerInfo, type Service, StartError } from "./types.ts";

/** Salts that a client remembers: of the answers to its own connections. */
const CLIENT_SALTS = 10_000;

/**
 * Starts every server and every local of the config.
 *
 * @throws {ConfigError} when a method is unknown, or broken and not allowed; {@linkcode StartError} when a port or a provider cannot be had.
 */
export async function start(config: Config, log: Log): Promise<Service> {
  admitMethods(config, log);
  const service = new RunningService(config, log);
  try {
    for (const entry of config.servers) await service.startServer(entry);
    for (const entry of config.locals) await service.startLocal(entry);
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
  readonly #config: Config;
  readonly #log: Log;
  readonly #connections = new Connections();
  readonly #open: Listener[] = [];
  readonly #routers: { close(): void }[] = [];
  readonly #drains: Drains;

  constructor(config: Config, log: Log) {
    this.#config = config;
    this.#log = log;
    this.#drains = new Drains(config.limits.drains, config.limits.drainBytes);
  }

  async startServer(entry: ServerEntry): Promise<void> {
    const row = this.#rowOf(entry);
    const inbound = await this.#inbound(row, entry);
    this.#listen("server", entry, inbound, directOutbound(this.#config.limits), row.name);
  }

  async #inbound(row: MethodRow, { password, users = [], destinations = [] }: ServerEntry): Promise<Inbound> {
    const options = this.#methodOptions(this.#config.limits.salts);
    if (destinations.length > 0) {
      const router = this.#noted(row, await prepareRouter(row, password, destinations, options));
      this.#routers.push(router);
      return identityRelayInbound(router, this.#drains);
    }
    const method = this.#noted(row, await prepareServer(row, password, users, options));
    return shadowsocksInbound(method, { drains: this.#drains });
  }

  async startLocal(entry: LocalEntry): Promise<void> {
    const outbounds: Outbound[] = [];
    for (const server of entry.servers) {
      const row = this.#rowOf(server);
      const ready = await prepareClient(row, server.password, this.#methodOptions(CLIENT_SALTS));
      outbounds.push(shadowsocksOutbound(server, this.#noted(row, ready), this.#config.limits));
    }
    this.#listen("local", entry, socksInbound(), randomOutbound(outbounds));
  }

  async stop(graceSeconds: number): Promise<void> {
    for (const listener of this.#open.splice(0)) listener.close();
    await this.#connections.drain(graceSeconds);
    for (const router of this.#routers.splice(0)) router.close();
  }

  #rowOf({ method }: ServerEntry): MethodRow {
    return usableMethod(method, this.#config.allowLegacy);
  }

  #methodOptions(salts: number): MethodOptions {
    return { provider: this.#config.crypto, salts, clock: () => Date.now() / 1000 };
  }

  #noted<T>({ name }: MethodRow, { method, source }: Ready<T>): T {
    this.#log.event("info", "method-ready", { method: name, source: source ?? "none needed" });
    return method;
  }

  #listen(
    role: ListenerInfo["role"],
    at: { host: string; port: number },
    inbound: Inbound,
    outbound: Outbound,
    method?: string,
  ): void {
    const log = this.#log;
    const relay = { inbound, outbound, log, limits: this.#config.limits, counters: this.counters };
    const listener = listenAnywhere({
      host: at.host,
      port: at.port,
      keepalive: this.#config.limits.keepalive,
      onExhausted: (exhausted) => log.event("warn", exhausted ? "descriptors-exhausted" : "descriptors-free"),
    }, (stream) => this.#connections.serve(stream, relay));
    this.#open.push(listener);
    this.listeners.push({ role, ...listener.local, ...(method === undefined ? {} : { method }) });
    log.event("info", "listening", { role, address: formatEndpoint(listener.local), method });
  }
}

/** Listens; `::` becomes 0.0.0.0 where the machine has no IPv6. */
function listenAnywhere(...[options, onStream]: Parameters<typeof listen>): Listener {
  try {
    return listen(options, onStream);
  } catch (cause) {
    const noIpv6 = cause instanceof SocketError && cause.fault === "address-unavailable" && options.host === "::";
    if (!noIpv6) throw cause;
    return listen({ ...options, host: "0.0.0.0" }, onStream);
  }
}
