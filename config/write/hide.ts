/** A config that may be shown. @module */

import type { Hop } from "../../relay/outbound/hop.ts";
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
    ...(outboundProxy && { outboundProxy: outboundProxy.map(hideHop) }),
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

function hideHop(hop: Hop): Hop {
  return hop.password === undefined ? hop : hide(hop);
}

/** The same with its password hidden. */
function hide<T extends { password?: string }>(keyed: T): T {
  return { ...keyed, password: HIDDEN };
}
