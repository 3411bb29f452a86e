/** Servers as people name them. @module */

import { formatIp, parseIp } from "../net/ip.ts";
import type { Server } from "./exchange.ts";

/** Servers of a list that are used; more would only make a failure last longer. */
export const MAX_SERVERS = 8;

const PORTS = { udp: 53, tcp: 53, tls: 853, https: 443 } as const;

/** Public resolvers: their addresses, IPv4 first since it works nearly everywhere. */
const PUBLIC: Readonly<Record<string, readonly string[]>> = {
  google: ["8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"],
  cloudflare: ["1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"],
  quad9: ["9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"],
};

/**
 * The servers of a list: `1.1.1.1`, `1.1.1.1:5353`, `[::1]:53`, URLs with `udp:`, `tcp:`, `tls:` (the certificate's name
 * may stand behind `#`) or `https:`, and the names google, cloudflare and quad9.
 *
 * @throws {SyntaxError} at what is none of these.
 */
export function parseServers(list: readonly string[]): Server[] {
  return list.flatMap((text) => {
    const known = Object.hasOwn(PUBLIC, text) ? PUBLIC[text] : undefined;
    return known === undefined ? [parseServer(text)] : known.map((host) => server("udp", host));
  }).slice(0, MAX_SERVERS);
}

/** A server at an address. */
export function server(way: Server["way"], host: string, port: number = PORTS[way]): Server {
  return { way, host, port, certified: host, url: "" };
}

function parseServer(text: string): Server {
  const [, scheme = "udp", rest = ""] = /^(?:(udp|tcp|tls|https):\/\/)?(.*)$/s.exec(text) ?? [];
  const way = scheme as Server["way"]; // one of those that the pattern lists
  if (way === "https") return parseHttps(text);
  const [place = "", certified, ...more] = rest.replace(/\/$/, "").split("#");
  const { host, port } = parsePlace(place) ?? fault(text);
  const address = parseIp(host);
  const named = way === "tls" && /^[a-z0-9.-]+$/i.test(host) && /[a-z]/i.test(host);
  if (address === null && !named) return fault(text);
  if (more.length > 0 || certified === "" || (certified !== undefined && way !== "tls")) return fault(text);
  const plain = address === null ? host : formatIp(address);
  return { ...server(way, plain, port), certified: certified ?? plain };
}

/** Host and port of `host`, `host:port`, `[host]`, `[host]:port` or an IPv6 address alone. */
function parsePlace(place: string): { host: string; port: number | undefined } | null {
  if (parseIp(place) !== null) return { host: place, port: undefined };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(place);
  if (parts === null) return null;
  const port = parts[3] === undefined ? undefined : Number(parts[3]);
  if (port === 0 || (port !== undefined && port > 0xffff)) return null;
  return { host: parts[1] ?? parts[2] ?? "", port };
}

function parseHttps(text: string): Server {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return fault(text);
  if (url.pathname === "/") url.pathname = "/dns-query";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { ...server("https", host, Number(url.port || PORTS.https)), url: url.href };
}

function fault(text: string): never {
  const expected = "an IP address, udp://, tcp://, tls:// or https://, or google, cloudflare or quad9";
  throw new SyntaxError(`Cannot use DNS server "${text}": expected ${expected}`);
}
