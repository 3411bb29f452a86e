/** Which command a file is for, where nobody said so. @module */

import type { Dialect } from "./dialect.ts";
import { textFormOf } from "./file_form.ts";
import type { Role } from "./keys.ts";

/** Keys that only a server's file has, wherever they stand in it. */
const OF_SERVERS = ["port_password", "users", "destinations", "forbidden_ip", "allow_private", "services", "keys"];

/** Keys that only a client's file has. A server's file may have `local_address` too: the Python program's sample does. */
const OF_CLIENTS = ["locals", "local_port", "local_address", "protocol", "tunnel_address", "remote_dns_address"];

/** Addresses to listen on, and never to be reached at. */
const EVERY_ADDRESS = /["'](?:0\.0\.0\.0|\[?(?:0*::0*|0(?::0){7})\]?)(?::\d+)?["']/;

/**
 * The command that the text of a config file is for, by its words alone: it may be of any dialect, and broken. Links and
 * lists are for clients.
 */
export function guessRole(text: string, dialect: Dialect): Role {
  const has = (key: string) => new RegExp(`["']?\\b${key.replaceAll("_", "[_-]")}\\b["']?\\s*:`).test(text);
  if (textFormOf(text) === "links" || /^\s*\[/.test(text)) return "local";
  if (OF_SERVERS.some(has) || EVERY_ADDRESS.test(text)) return "server";
  // There, what a tunnel needs is passed over by any program but its own.
  if (dialect === "libev" && has("tunnel_address")) return "tunnel";
  return OF_CLIENTS.some(has) || has("version") ? "local" : "server";
}
