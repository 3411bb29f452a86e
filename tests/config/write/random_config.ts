/** Configs by chance, of everything that a config can say. @module */

import { hasIdentities, type MethodRow, METHODS } from "../../../crypto/methods.ts";
import { generateKey } from "../../../crypto/psk.ts";
import type { Config, LocalEntry, Mode, ServerEntry } from "../../../config/types.ts";
import type { Hop } from "../../../relay/outbound/hop.ts";
import { DEFAULT_LIMITS } from "../../../relay/limits.ts";

/** Numbers from 0 up to, and without, what each call names. */
export type Below = (limit: number) => number;

const HOSTS = ["192.0.2.7", "2001:db8::7", "fe80::1%eth0", "example.com", "xn--bcher-kva.example"];
const MODES: readonly Mode[] = ["tcp_only", "udp_only", "tcp_and_udp"];
const LETTERS = [..."aZ09:/@?#%&=+-_.~! \"'\\;|{}[]\u00e9\u20ac\u{1f642}\n"];

/** One of them. */
export function pick<T>(below: Below, items: readonly T[]): T {
  return items[below(items.length)]!;
}

/** A text of 1 to 30 characters, with everything in it that some format obeys. */
export function randomText(below: Below): string {
  return Array.from({ length: 1 + below(30) }, () => pick(below, LETTERS)).join("");
}

/** The config of a server. */
export function randomServer(below: Below): Config {
  const servers = Array.from({ length: 1 + below(3) }, (_, i) => listener(below, 8000 + 10 * i + below(10)));
  return { ...common(below), servers, locals: [], ...maybe(below, "outbound", randomOutbound(below)) };
}

/** The config of a client. */
export function randomLocal(below: Below): Config {
  const servers = Array.from({ length: 1 + below(3) }, () => behind(below));
  const locals = Array.from({ length: 1 + below(3) }, (_, i) => randomPort(below, 1080 + i, servers));
  return { ...common(below), servers: [], locals };
}

/** A port of a server, with users or without. */
function listener(below: Below, port: number): ServerEntry {
  const row = pick(below, METHODS);
  const rest = { ...maybe(below, "mode", pick(below, MODES)), ...maybe(below, "name", randomText(below)) };
  const entry = { host: pick(below, HOSTS), port, method: row.name, ...rest };
  const sharing = below(4);
  if (sharing === 0 && row.kind === "aead") return { ...entry, password: "", users: users(below, row) };
  if (sharing === 0 && hasIdentities(row)) return { ...entry, password: generateKey(row), users: users(below, row) };
  if (sharing === 1 && hasIdentities(row)) {
    const destinations = users(below, row).map((user) => ({
      ...user,
      host: pick(below, HOSTS),
      port: 1 + below(65535),
    }));
    return { ...entry, password: generateKey(row), destinations };
  }
  return { ...entry, password: passwordFor(below, row) };
}

/** A server behind a client. */
function behind(below: Below): ServerEntry {
  const row = pick(below, METHODS);
  const chain = hasIdentities(row) ? Array.from({ length: 1 + below(3) }, () => generateKey(row)).join(":") : null;
  const name = maybe(below, "name", randomText(below));
  const place = { host: pick(below, HOSTS), port: 1 + below(65535) };
  const mode = below(4) === 0 ? { mode: pick(below, MODES) } : {};
  return { ...place, method: row.name, password: chain ?? passwordFor(below, row), ...name, ...mode };
}

function users(below: Below, row: MethodRow): { name: string; password: string }[] {
  return Array.from({ length: 1 + below(3) }, (_, i) => ({
    name: `${i} ${randomText(below)}`,
    password: row.kind === "aead-2022" ? generateKey(row) : `${i}${randomText(below)}`,
  }));
}

function passwordFor(below: Below, row: MethodRow): string {
  if (row.kind === "none") return "";
  return row.kind === "aead-2022" ? generateKey(row) : randomText(below);
}

/** A port for applications. */
function randomPort(below: Below, port: number, servers: ServerEntry[]): LocalEntry {
  const base = { host: pick(below, ["127.0.0.1", "::1"]), port, ...maybe(below, "mode", pick(below, MODES)), servers };
  const target = { host: pick(below, ["192.0.2.7", "2001:db8::7", "example.com"]), port: 1 + below(65535) };
  const kind = below(3);
  if (kind === 0) return { ...base, protocol: "tunnel", target };
  if (kind === 1) {
    const localDns = maybe(below, "localDns", { host: "192.0.2.53", port: 5300 + below(2) });
    const over = maybe(below, "remoteDnsOver", pick(below, ["tcp", "udp"] as const));
    return { ...base, protocol: "dns", ...maybe(below, "remoteDns", target), ...over, ...localDns };
  }
  const credentials = [{ user: randomText(below), password: randomText(below) }];
  return { ...base, protocol: "socks", ...maybe(below, "credentials", credentials) };
}

/** What holds for the whole run. */
function common(below: Below): Omit<Config, "servers" | "locals"> {
  const limits = Object.fromEntries(
    Object.entries(DEFAULT_LIMITS).map(([name, value]) => [name, below(6) === 0 ? 60 + below(500) : value]),
  );
  return {
    limits: { ...DEFAULT_LIMITS, ...limits },
    crypto: pick(below, ["auto", "auto", "native", "node", "wasm", "noble", "/opt/lib/libcrypto.so.3"]),
    allowLegacy: true,
    ...maybe(below, "dns", randomDns(below)),
    ...maybe(below, "outboundProxy", randomProxies(below)),
    ...maybe(below, "acl", `/etc/${below(10)}.acl`),
    ...maybe(below, "workers", pick(below, ["auto", 1, 4] as const)),
    ...maybe(below, "log", { level: pick(below, ["debug", "warn"] as const), format: "json" as const }),
    ...maybe(below, "life", { user: "nobody", openFiles: 4096, grace: below(10), pidFile: "/run/umbra.pid" }),
  };
}

function randomDns(below: Below) {
  return {
    servers: pick(below, ["system" as const, ["192.0.2.53"], ["192.0.2.53", "192.0.2.54:5353"], ["tls://192.0.2.1"]]),
    ...maybe(below, "ipv6First", below(2) === 0),
    ...maybe(below, "ipv6Only", below(2) === 0),
    ...maybe(below, "cacheSize", below(1000)),
  };
}

function randomProxies(below: Below): Hop[] {
  const who = { user: randomText(below), password: randomText(below) };
  const row = pick(below, METHODS.filter(({ kind }) => kind !== "none"));
  const hops: Hop[] = [
    { kind: "socks5", host: "192.0.2.7", port: 1 + below(65535) },
    { kind: "http", host: "example.com", port: 80, ...who },
    { kind: "ss", host: "2001:db8::7", port: 8388, method: row.name, password: passwordFor(below, row) },
  ];
  return hops.slice(below(3));
}

function randomOutbound(below: Below) {
  return {
    ...maybe(below, "allowPrivate", pick(below, [true, false, ["10.0.0.0/8"]])),
    denied: pick(below, ["private", "loopback", "nothing"] as const),
    ...maybe(below, "forbidden", ["198.51.100.0/24"]),
  };
}

/** A setting that is there every second time. */
function maybe<K extends string, V>(below: Below, key: K, value: V): { [key in K]?: V } {
  // A computed key has any text for its type.
  return below(2) === 0 ? {} : { [key]: value } as { [key in K]: V };
}
