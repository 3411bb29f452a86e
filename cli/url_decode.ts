/** `umbra url decode`. @module */

import { ConfigError } from "../config/types.ts";
import { type Link, parseLink, readLink } from "../config/url.ts";
import { fileText, linkKeys } from "../config/write/keys.ts";
import { readFlags, UsageError } from "./flags.ts";
import { URL_DECODE_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

/** Prints what links say as a config file of a client; on standard error, why one of them would be refused there. */
export function urlDecode(argv: readonly string[], { host }: Program): Promise<number> {
  const { rest: links } = readFlags(argv, URL_DECODE_OPTIONS);
  if (links.length === 0) throw new UsageError("Cannot read the command line: umbra url decode takes links (ss://…)");
  const read = links.map(parseLink);
  host.print(configText(read));
  for (const [i, link] of links.entries()) {
    const reason = refusal(link);
    if (reason !== null) host.printError(links.length === 1 ? `${reason}\n` : `Link ${i + 1}: ${reason}\n`);
  }
  return Promise.resolve(0);
}

/** One server at the top of a file, or several in a list. */
function configText(links: readonly Link[]): string {
  const [first, ...others] = links.map(linkKeys);
  return fileText(others.length === 0 ? first ?? {} : { servers: [first, ...others] });
}

/** Why a client would refuse the link, or null. */
function refusal(link: string): string | null {
  try {
    readLink(link);
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
