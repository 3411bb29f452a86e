/** The servers of a config as their clients reach them. @module */

import { checkHost } from "../config/check.ts";
import { clientEntries } from "../config/clients.ts";
import { type Config, ConfigError, type ServerEntry } from "../config/types.ts";
import { writeLink } from "../config/url_write.ts";
import type { Host } from "../net/types.ts";
import type { Given } from "./flags.ts";
import { findPublicHost } from "./public_host.ts";

/** Each of them once, with the host and the label that the flags name. What has no link is said on standard error. */
export function reachedServers(config: Config, { values }: Given, host: Host): ServerEntry[] {
  const named = values["public-host"];
  const publicHost = named && checkHost(named, { source: "the command line", key: "--public-host" });
  const own = config.servers.flatMap((server) => clientsOf(server, publicHost, host));
  const all = [...own, ...config.locals.flatMap(({ servers }) => servers)];
  const labelled = all.map((server) => values.name === undefined ? server : { ...server, name: values.name });
  return [...new Map(labelled.map((server) => [writeLink(server), server])).values()];
}

/** The entries of one server's clients. */
function clientsOf(server: ServerEntry, publicHost: string | undefined, host: Host): ServerEntry[] {
  if (server.port === 0) {
    throw new ConfigError("Cannot write a link: the port is chosen at each start, expected one from 1 to 65535");
  }
  if (server.destinations !== undefined) {
    host.printError(`No link for port ${server.port}, which passes users on: their own servers know them.\n`);
  }
  const { mode: _mode, ...reached } = { ...server, host: hostOf(server.host, publicHost, host) };
  return clientEntries(reached);
}

/** The host at which a server is reached; that it may not be the one is said. */
function hostOf(listening: string, publicHost: string | undefined, host: Host): string {
  const reached = findPublicHost(publicHost, listening, host);
  if (reached.note !== undefined) host.printError(`${reached.note}\n`);
  return reached.host;
}
