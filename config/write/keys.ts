/** Config files as objects that are to be written. @module */

import type { ServerEntry } from "../types.ts";
import type { Link } from "../url.ts";

/** The keys of a file, or of a part of it, in the order in which people read them. */
export type Keys = Readonly<Record<string, unknown>>;

/** The text of a config file. */
export function fileText(keys: Keys): string {
  return JSON.stringify(keys, null, 2) + "\n";
}

/** The keys that have a value. */
export function given(keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}

/** A server under the keys that every dialect has for it: it holds the password. */
export function serverKeys({ host, port, method, password }: ServerEntry): Keys {
  return { server: host, server_port: port, method, password };
}

/** The same with its label. */
export function labelledKeys(server: ServerEntry): Keys {
  return given({ ...serverKeys(server), remarks: server.name });
}

/** What a link says. */
export function linkKeys({ server, plugin }: Link): Keys {
  return given({ ...labelledKeys(server), plugin: plugin?.name, plugin_opts: plugin?.options || undefined });
}
