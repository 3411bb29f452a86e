/** `umbra url encode` and `umbra url qr`. @module */

import type { ServerEntry } from "../config/types.ts";
import { type Link, parseLink } from "../config/url.ts";
import { writeLink } from "../config/url_write.ts";
import { escaped } from "../config/wrong.ts";
import type { Host } from "../net/types.ts";
import { answered } from "./answer.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { readFlagConfig, readGivenConfig } from "./given_config.ts";
import { URL_HELP } from "./help.ts";
import { URL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";
import { qrCode } from "./qr.ts";
import { reachedServers } from "./reached.ts";

/** Prints the links of a config's servers as their clients use them, one a line. */
export async function urlEncode(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, URL_OPTIONS);
  if (answered(given, URL_HELP, host)) return 0;
  for (const server of await serversOf(given, host)) host.print(`${writeLink(server)}\n`);
  return 0;
}

/** Prints QR codes, each under the name of its server: of a link as it should have been written, or of a config's. */
export async function urlQr(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, URL_OPTIONS);
  if (answered(given, URL_HELP, host)) return 0;
  const links = given.rest.every(isLink) ? given.rest.map(parseLink) : [];
  const shown: Link[] = links.length > 0 ? links : (await serversOf(given, host)).map((server) => ({ server }));
  for (const { server, plugin } of shown) {
    host.print(`${escaped(server.name ?? server.host)}\n`);
    host.print(`${qrCode(writeLink(server, plugin), host.isTerminal("stdout"))}\n`);
  }
  return 0;
}

/** The servers that a file or flags describe, as clients reach them. */
async function serversOf(given: Given, host: Host): Promise<ServerEntry[]> {
  const [path, ...others] = given.rest;
  if (others.length > 0) {
    throw new UsageError(`Cannot read the command line: found ${given.rest.length} words, expected one FILE, or flags`);
  }
  const config = path === undefined ? readFlagConfig(given, host) : (await readGivenConfig(path, given, host)).config;
  return reachedServers(config, given, host);
}

/** Whether a word is a link, and no file. */
function isLink(word: string): boolean {
  return /^\s*ss:\/\//i.test(word);
}
