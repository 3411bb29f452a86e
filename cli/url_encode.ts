/** `umbra url encode`. @module */

import type { ServerEntry } from "../config/types.ts";
import { writeLink } from "../config/url_write.ts";
import type { Host } from "../net/types.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { readFlagConfig, readGivenConfig } from "./given_config.ts";
import { URL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";
import { reachedServers } from "./reached.ts";

/** Prints the links of a config's servers as their clients use them, one a line. */
export async function urlEncode(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, URL_OPTIONS);
  for (const server of await describedServers(given, host)) host.print(`${writeLink(server)}\n`);
  return 0;
}

/** The servers that a file or flags describe, as clients reach them. */
export async function describedServers(given: Given, host: Host): Promise<ServerEntry[]> {
  const [path, ...others] = given.rest;
  if (others.length > 0) {
    throw new UsageError(`Cannot read the command line: found ${given.rest.length} words, expected one FILE, or flags`);
  }
  const config = path === undefined ? readFlagConfig(given, host) : (await readGivenConfig(path, given, host)).config;
  return reachedServers(config, given, host);
}
