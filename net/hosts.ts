/** Hosts and ports as people write them. @module */

import { formatIp, parseIp } from "./ip.ts";
import type { Endpoint } from "./types.ts";

const MAPPED = "::ffff:";

/** An IPv4 address that a dual-stack socket shows inside IPv6, as IPv4; any other host as it is. */
export function plainHost(host: string): string {
  return host.startsWith(MAPPED) && host.includes(".") ? host.slice(MAPPED.length) : host;
}

/** An end at an IP address, as the kernel would name it, however it is spelled; null for a name. */
export function addressEnd({ host, port }: Endpoint): Endpoint | null {
  const ip = parseIp(host);
  return ip === null ? null : { host: plainHost(formatIp(ip)), port };
}

/** `host:port`, with brackets around IPv6. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An address as a socket bound to `local` must be told it: IPv4 goes out of an IPv6 socket inside IPv6. */
export function mappedHost(host: string, local: Endpoint): string {
  return local.host.includes(":") && !host.includes(":") ? MAPPED + host : host;
}
