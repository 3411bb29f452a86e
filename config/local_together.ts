/** What of the keys of a port for applications can only be judged when all of them are read. @module */

import { DEFAULT_DNS_PORT } from "./defaults.ts";
import type { Parts } from "./parts.ts";
import type { Reading } from "./reading.ts";
import { refused, type Where } from "./wrong.ts";

/**
 * Joins addresses with the ports that stand under keys of their own, and holds the keys to the protocol.
 *
 * @throws {ConfigError} when they do not fit together.
 */
export function checkLocalTogether(parts: Parts, prefix: string, reading: Reading): void {
  const at = (key: string): Where => ({ source: reading.source, key: prefix + key });
  joinTarget(parts, at);
  joinPort(parts, "remoteDns", "remoteDnsPort", at("remote_dns_port"));
  joinPort(parts, "localDns", "localDnsPort", at("local_dns_port"));
  if (parts.locals !== undefined && parts.localPort === undefined) refuseOfOnePort(parts, at);
  if (parts.credentials !== undefined && parts.credentialsFile !== undefined) {
    throw refused(at("credentials"), "stands beside socks5_auth_config_path: expected one of the two");
  }
  if (reading.role === "local") checkProtocol(parts, at);
}

/** What belongs to one port, by its key: entries of a list have it of nobody. */
const OF_ONE_PORT = {
  localHost: "local_address",
  protocol: "protocol",
  target: "tunnel_address",
  credentials: "credentials",
  credentialsFile: "socks5_auth_config_path",
  remoteDns: "remote_dns_address",
  remoteDnsOver: "remote_dns_over",
  localDns: "local_dns_address",
} as const satisfies Partial<Record<keyof Parts, string>>;

/** What stands beside a list would count for no port: whoever wrote it thinks of those in the list. */
function refuseOfOnePort(parts: Parts, at: (key: string) => Where): void {
  for (const [part, key] of Object.entries(OF_ONE_PORT)) {
    // The keys of the object above are keys of parts. SOCKS5 is what every port serves unless it is told otherwise.
    const value = parts[part as keyof typeof OF_ONE_PORT];
    if (value === undefined || value === "socks") continue;
    throw refused(at(key), 'stands beside locals without "local_port": expected both, or it in each of the list');
  }
}

/** What is said must belong to what is served. */
function checkProtocol(parts: Parts, at: (key: string) => Where): void {
  const { protocol = "socks", target, remoteDns, remoteDnsOver, localDns } = parts;
  if (protocol === "tunnel" && target === undefined) {
    throw refused(at("protocol"), 'is tunnel, which leads nowhere: expected "tunnel_address" beside it');
  }
  if (protocol !== "tunnel" && target !== undefined) {
    throw refused(
      at("tunnel_address"),
      'belongs to a tunnel: expected "protocol": "tunnel", or umbra tunnel to be run',
    );
  }
  if (protocol !== "socks" && (parts.credentials ?? parts.credentialsFile) !== undefined) {
    const key = parts.credentials === undefined ? "socks5_auth_config_path" : "credentials";
    throw refused(at(key), 'belongs to a SOCKS5 port: expected "protocol": "socks"');
  }
  const key = remoteDns ? "remote_dns_address" : remoteDnsOver ? "remote_dns_over" : localDns && "local_dns_address";
  if (protocol === "dns" || key === undefined) return;
  throw refused(at(key), 'belongs to a DNS port: expected "protocol": "dns", or umbra dns to be run');
}

/** `forward_address` and `forward_port` say what `tunnel_address` does. */
function joinTarget(parts: Parts, at: (key: string) => Where): void {
  const { forwardHost: host, forwardPort: port } = parts;
  delete parts.forwardHost;
  delete parts.forwardPort;
  if (host === undefined && port === undefined) return;
  if (host === undefined || port === undefined) {
    const [said, missing] = host === undefined ? ["port", "address"] : ["address", "port"];
    throw refused(at(`forward_${said}`), `stands there alone, expected "forward_${missing}" beside it`);
  }
  if (parts.target !== undefined) {
    throw refused(at("forward_address"), "stands beside tunnel_address: expected one of the two");
  }
  parts.target = { host, port };
}

/** An address and a port that stand under keys of their own, as one. */
function joinPort(
  parts: Parts,
  address: "remoteDns" | "localDns",
  port: "remoteDnsPort" | "localDnsPort",
  where: Where,
): void {
  const { [address]: place, [port]: own } = parts;
  delete parts[port];
  const addressKey = where.key.replace(/port$/, "address");
  if (place === undefined) {
    // It says no more than what holds anyhow.
    if (own === undefined || own === DEFAULT_DNS_PORT) return;
    throw refused(where, `names a port alone, expected "${addressKey}" beside it`);
  }
  if (place.port !== undefined && own !== undefined) {
    throw refused(where, `names a port, and so does ${addressKey}: expected one of the two`);
  }
  parts[address] = { host: place.host, port: place.port ?? own ?? DEFAULT_DNS_PORT };
}
