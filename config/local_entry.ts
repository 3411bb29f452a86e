/** From what one section says of a port for applications to its entry. @module */

import type { Endpoint } from "../relay/address.ts";
import type { Place } from "./address.ts";
import { checkDatagramsPass } from "./datagrams.ts";
import { DEFAULT_DNS_PORT, DEFAULT_LOCAL_DNS_PORT, DEFAULT_LOCAL_HOST, DEFAULT_LOCAL_PORT } from "./defaults.ts";
import type { Parts } from "./parts.ts";
import { localSections, type Section } from "./sections.ts";
import { ConfigError, type LocalEntry } from "./types.ts";

/** A port without the servers behind it; `otherwise` is what it serves where the section does not say so. */
export function localEntry(section: Section, otherwise: LocalEntry["protocol"]): Omit<LocalEntry, "servers"> {
  const protocol = section.protocol ?? otherwise;
  checkDatagramsPass(section, protocol);
  const { localHost = DEFAULT_LOCAL_HOST, mode } = section;
  return {
    host: localHost,
    port: section.localPort ?? (protocol === "dns" ? DEFAULT_LOCAL_DNS_PORT : DEFAULT_LOCAL_PORT),
    ...spoken(section, protocol),
    ...(mode !== undefined && { mode }),
  };
}

/**
 * Sees that every tunnel leads somewhere.
 *
 * @throws {ConfigError} when one does not.
 */
export function requireTargets(parts: Parts): void {
  for (const section of localSections(parts)) targetOf(section);
}

/** How applications speak to the port. */
function spoken(section: Section, protocol: LocalEntry["protocol"]): Omit<LocalEntry, "host" | "port" | "servers"> {
  const { credentials, remoteDns, remoteDnsOver, localDns } = section;
  if (protocol === "tunnel") return { protocol, target: targetOf(section) };
  if (protocol === "socks") return { protocol, ...(credentials && { credentials: [...credentials] }) };
  return {
    protocol,
    ...(remoteDns && { remoteDns: dnsEndpoint(remoteDns) }),
    ...(remoteDnsOver && { remoteDnsOver }),
    ...(localDns && { localDns: dnsEndpoint(localDns) }),
  };
}

/** Where a tunnel leads. */
function targetOf({ target }: Section): Endpoint {
  if (target !== undefined) return target;
  throw new ConfigError(
    'Cannot start the tunnel: it leads nowhere, expected --target HOST:PORT, or "tunnel_address" in a config file',
  );
}

function dnsEndpoint({ host, port = DEFAULT_DNS_PORT }: Place): Endpoint {
  return { host, port };
}
