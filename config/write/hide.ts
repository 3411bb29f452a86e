/** A config that may be shown. @module */

import type { Config, LocalEntry, ServerEntry } from "../types.ts";

/** What stands in the place of a secret. */
const HIDDEN = "***";

/** The same config without its secrets. */
export function hideSecrets(config: Config): Config {
  const { outboundProxy } = config;
  return {
    ...config,
    servers: config.servers.map(hideServer),
    locals: config.locals.map(hideLocal),
    ...(outboundProxy && { outboundProxy: outboundProxy.map(hide) }),
  };
}

function hideServer(server: ServerEntry): ServerEntry {
  const { users, destinations } = server;
  return {
    ...hide(server),
    ...(users && { users: users.map(hide) }),
    ...(destinations && { destinations: destinations.map(hide) }),
  };
}

function hideLocal(local: LocalEntry): LocalEntry {
  const { credentials, servers } = local;
  return { ...local, servers: servers.map(hideServer), ...(credentials && { credentials: credentials.map(hide) }) };
}

/** The same with its password hidden, where it has one. */
function hide<T extends { password?: string }>(keyed: T): T {
  return keyed.password ? { ...keyed, password: HIDDEN } : keyed;
}
