/** What of a server's keys can only be judged when all of them are read. @module */

import { namesServer, type Parts } from "./parts.ts";
import type { Reading } from "./reading.ts";
import { refused } from "./wrong.ts";

/** In the Python program's words, what is forbidden stands in the place of what is by default: this machine. */
export function replaceDenied(parts: Parts, { dialect }: Reading): void {
  if (dialect !== "python" || parts.outbound?.forbidden === undefined) return;
  parts.outbound = { denied: "nothing", ...parts.outbound };
}

/**
 * Several ports with passwords count before a single one, and users belong to a port.
 *
 * @throws {ConfigError} when what stands beside them cannot be meant too.
 */
export function checkServerTogether(parts: Parts, prefix: string, { source, warn }: Reading): void {
  const at = (key: string) => ({ source, key: prefix + key });
  if (parts.servers !== undefined && !namesServer(parts)) {
    for (const key of ["users", "destinations"] as const) {
      if (parts[key] === undefined) continue;
      throw refused(at(key), 'stands beside servers without "server_port": expected both, or it in each of the list');
    }
  }
  if (!parts.portPassword) return;
  if (parts.places?.some((place) => place.port !== undefined)) {
    throw refused(at("server"), "names a port, and so does port_password: expected one of the two");
  }
  for (const key of ["users", "destinations"] as const) {
    if (parts[key]) throw refused(at(key), "stands beside port_password: expected one of the two");
  }
  if (parts.port === undefined && parts.ports === undefined && parts.password === undefined) return;
  warn(at("port_password"), "is used, and server_port and password are not");
  delete parts.port;
  delete parts.ports;
  delete parts.password;
}
