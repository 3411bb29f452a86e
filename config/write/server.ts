/** A server under the keys that every dialect has for it. @module */

import type { ServerEntry } from "../types.ts";
import type { Link } from "../url.ts";

/** The keys of a config file, in the order in which people read them. */
export type Keys = Readonly<Record<string, unknown>>;

/** Where a server is and what its clients need; it holds the password. */
export function serverKeys({ host, port, method, password }: ServerEntry): Keys {
  return { server: host, server_port: port, method, password };
}

/** The same with its label. */
export function labelledKeys(server: ServerEntry): Keys {
  return { ...serverKeys(server), ...(server.name === undefined ? {} : { remarks: server.name }) };
}

/** What a link says. */
export function linkKeys({ server, plugin }: Link): Keys {
  const keys = labelledKeys(server);
  if (plugin === undefined) return keys;
  return { ...keys, plugin: plugin.name, ...(plugin.options === "" ? {} : { plugin_opts: plugin.options }) };
}
