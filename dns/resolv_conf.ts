/** What resolv.conf says (resolv.conf(5)). @module */

import { formatIp, parseIp } from "../net/ip.ts";
import type { Server } from "./exchange.ts";
import { server } from "./servers.ts";

/** How the system's servers are to be asked. */
export interface ResolvConf {
  readonly servers: readonly Server[];
  /** Domains that are tried behind short names. */
  readonly search: readonly string[];
  /** A name with fewer dots is short. */
  readonly ndots: number;
  /** Seconds for one answer. */
  readonly timeout: number;
  /** How often the servers are gone through. */
  readonly attempts: number;
  /** Whether each name begins with another server. */
  readonly rotate: boolean;
}

/** As many as the C library takes. */
const MAX_SERVERS = 3;
const MAX_SEARCH = 6;

/** Where the file stands. */
export const RESOLV_CONF = "/etc/resolv.conf";

/**
 * Parses the file; what it does not understand is passed over, as elsewhere.
 *
 * @returns null when it names servers, and none that we can ask
 */
export function parseResolvConf(text: string): ResolvConf | null {
  const named: string[] = [];
  let search: string[] = [];
  const options = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [keyword = "", ...words] = line.replace(/[#;].*$/, "").trim().split(/\s+/);
    if (keyword === "nameserver") named.push(words[0] ?? "");
    if (keyword === "search" || keyword === "domain") search = words;
    if (keyword === "options") { for (const word of words) options.set(word.split(":")[0]!, word.split(":")[1] ?? ""); }
  }
  const servers = serversOf(named);
  return servers.length === 0 ? null : {
    servers,
    search: search.map((domain) => domain.replace(/\.$/, "").toLowerCase()).filter((it) => it !== "")
      .slice(0, MAX_SEARCH),
    ndots: within(options.get("ndots"), 0, 15, 1),
    timeout: within(options.get("timeout"), 1, 30, 5),
    attempts: within(options.get("attempts"), 1, 5, 2),
    rotate: options.has("rotate"),
  };
}

/**
 * The servers that a file names and we can ask; this machine where it names none. An address with a zone
 * (`fe80::1%eth0`) is not among them: answers are known by where they come from, and there a zone has a number.
 */
function serversOf(named: readonly string[]): Server[] {
  if (named.length === 0) return [server("udp", "127.0.0.1")];
  const addresses = named.map(parseIp).filter((address) => address !== null);
  return addresses.slice(0, MAX_SERVERS).map((address) => server("udp", formatIp(address)));
}

/**
 * The names to ask for, in order. A name with enough dots is asked for as it is and no further: names come from clients,
 * and those that do not exist would all be asked for a second time under our own domains.
 */
export function candidates(name: string, absolute: boolean, { search, ndots }: ResolvConf): string[] {
  const dots = name.split(".").length - 1;
  return absolute || dots >= ndots ? [name] : [...search.map((domain) => `${name}.${domain}`), name];
}

/** A number of the file, kept between limits. */
function within(text: string | undefined, least: number, most: number, otherwise: number): number {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Math.min(Math.max(Number(text), least), most) : otherwise;
}
