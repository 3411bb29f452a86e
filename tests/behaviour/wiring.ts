/** The parts of the program put together in this process, and an application that speaks SOCKS5 with them. @module */

import { listen } from "#net";
import type { Config, LocalEntry, ServerEntry } from "../../config/types.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import { Counters } from "../../relay/counters.ts";
import { socksInbound } from "../../relay/inbound/socks.ts";
import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import type { Fields, Level, Log } from "../../relay/log.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import type { Inbound, Outbound } from "../../relay/request.ts";
import { Connections } from "../../service/connections.ts";
import { type Service, start } from "../../service/mod.ts";
import { Peer } from "./peer.ts";

export const METHOD = "chacha20-ietf-poly1305";
export const PASSWORD = "correct horse battery staple";

/** One event of a log. */
export interface LoggedEvent {
  readonly level: Level;
  readonly name: string;
  readonly fields: Fields;
}

/** A log that keeps its events. */
export class KeptLog implements Log {
  readonly level: Level;
  readonly events: LoggedEvent[] = [];
  #waiting: (() => void)[] = [];

  constructor(level: Level = "info") {
    this.level = level;
  }

  event(level: Level, name: string, fields: Fields = {}): void {
    if (level === "debug" && this.level !== "debug") return;
    this.events.push({ level, name, fields });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Waits until so many events have a name, and gives them. */
  async wait(name: string, count = 1): Promise<LoggedEvent[]> {
    for (;;) {
      const found = this.events.filter((event) => event.name === name);
      if (found.length >= count) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** A config of nothing, whose servers reach this machine; what differs is given. */
export function configOf(parts: Partial<Omit<Config, "limits">>, limits: Partial<Limits> = {}): Config {
  const outbound = { allowPrivate: true };
  return { servers: [], locals: [], crypto: "auto", outbound, ...parts, limits: { ...DEFAULT_LIMITS, ...limits } };
}

/** A server on a port of this machine; 0 lets the system choose. */
export function serverAt(port = 0, method = METHOD): ServerEntry {
  return { host: "127.0.0.1", port, method, password: PASSWORD };
}

/** A SOCKS5 port in front of a server. */
export function localFor(server: ServerEntry): LocalEntry {
  return { host: "127.0.0.1", port: 0, protocol: "socks", servers: [server] };
}

/** What a test needs of a server. */
export interface Server {
  readonly port: number;
  readonly log: KeptLog;
  readonly service: Service;
}

/** What differs from a server and a client with the defaults. */
export interface ProxyOptions {
  readonly method?: string;
  readonly limits?: Partial<Limits>;
  readonly level?: Level;
}

/** Runs the body with a server, and stops it. */
export async function withServer(options: ProxyOptions, body: (server: Server) => Promise<void>): Promise<void> {
  const log = new KeptLog(options.level);
  const service = await start(configOf({ servers: [serverAt(0, options.method)] }, options.limits), log);
  try {
    await body({ port: portOf(service), log, service });
  } finally {
    await service.stop(0);
  }
}

/** Where applications reach us, and what was logged. */
export interface Proxy {
  /** The SOCKS5 port. */
  readonly port: number;
  /** The log of the part that faces applications. */
  readonly log: KeptLog;
  /** Stops accepting there and gives connections so many seconds. */
  stop(graceSeconds: number): Promise<void>;
}

/** Runs the body with a client in front of a server that is reached at an entry. */
export async function withLocal(
  server: ServerEntry,
  options: ProxyOptions,
  body: (proxy: Proxy) => Promise<void>,
): Promise<void> {
  const log = new KeptLog(options.level);
  const service = await start(configOf({ locals: [localFor(server)] }, options.limits), log);
  try {
    await body({ port: portOf(service), log, stop: (grace) => service.stop(grace) });
  } finally {
    await service.stop(0);
  }
}

/** Runs the body with a client and a server behind it. */
export function withProxy(
  options: ProxyOptions,
  body: (proxy: Proxy, server: Server) => Promise<void>,
): Promise<void> {
  return withServer(
    options,
    (server) => withLocal(serverAt(server.port, options.method), options, (proxy) => body(proxy, server)),
  );
}

/** Runs the body with an inbound in front of an outbound: SOCKS5 and the direct one unless told. */
export async function withSocks(
  options: ProxyOptions & { readonly inbound?: Inbound; readonly outbound?: Outbound },
  body: (proxy: Proxy) => Promise<void>,
): Promise<void> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const log = new KeptLog(options.level);
  const connections = new Connections(log);
  const outbound = options.outbound ?? directOutbound(limits);
  const inbound = options.inbound ?? socksInbound();
  const relay = { inbound, outbound, limits, log, counters: new Counters() };
  const listener = listen(
    { host: "127.0.0.1", port: 0, keepalive: 60 },
    (stream) => connections.serve(stream, relay),
  );
  const stop = (grace: number) => {
    listener.close();
    return connections.drain(grace);
  };
  try {
    await body({ port: listener.local.port, log, stop });
  } finally {
    await stop(0);
  }
}

/** The two wirings in which applications reach their targets. */
export const WIRINGS = [
  { name: "through client and server", run: withProxy },
  { name: "from SOCKS5 straight to the target", run: withSocks },
] as const;

/** Asks for a connection; gives it with the reply's code. */
export async function ask(proxy: Pick<Proxy, "port">, target: Endpoint): Promise<{ peer: Peer; code: number }> {
  const peer = await Peer.connect(proxy.port);
  await peer.send(Uint8Array.of(5, 1, 0));
  await peer.take(2);
  await peer.send(Uint8Array.of(5, 1, 0, ...putAddress(target)));
  const reply = await peer.take(10);
  return { peer, code: reply[1]! };
}

/** A connection to a port of this machine, through the proxy. */
export async function through(proxy: Pick<Proxy, "port">, port: number, host = "127.0.0.1"): Promise<Peer> {
  const { peer, code } = await ask(proxy, { host, port });
  if (code !== 0) throw new Error(`Expected the proxy to connect, got the reply ${code}`);
  return peer;
}

/** Bytes that look random and are the same for the same seed. */
export function noise(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed * 2654435761 >>> 0 || 1;
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

function portOf(service: Service): number {
  return service.listeners[0]!.port;
}
