/** Flags: what the command line says of a run. @module */

import {
  checkHost,
  checkMethod,
  checkMode,
  checkPassword,
  checkPlace,
  checkPort,
  checkProvider,
  checkTarget,
} from "./check.ts";
import type { Role } from "./keys.ts";
import { LIFE_FLAGS } from "./life_flags.ts";
import { LIMIT_KEYS, readLimit } from "./limits.ts";
import { checkLocalDns, checkRemoteDns } from "./local_keys.ts";
import { OUTBOUND_KEYS } from "./outbound_keys.ts";
import type { Parts } from "./parts.ts";
import type { ServerEntry } from "./types.ts";
import { readLink } from "./url.ts";
import { refused, type Where } from "./wrong.ts";

/** The flags that were given, by their long names without the hyphens before them. */
export type FlagValues = Readonly<Record<string, string>>;

/** The flags that describe a server, which a link does too. */
const SERVER_FLAGS = ["server", "port", "password", "method"];

/** The flags about where connections and questions go, which are read as the keys of config files are. */
const OUTBOUND_FLAGS: Readonly<Record<string, (value: string, where: Where, parts: Parts) => void>> = {
  "allow-private": (value, where, parts) => OUTBOUND_KEYS.allow_private(value === "" ? true : value, where, parts),
  "dns": OUTBOUND_KEYS.dns,
  "dns-cache-size": OUTBOUND_KEYS.dns_cache_size,
  "acl": OUTBOUND_KEYS.acl,
  "outbound-proxy": OUTBOUND_KEYS.outbound_proxy,
  "remote-dns": (value, where, parts) => parts.remoteDns = checkRemoteDns(value, where),
  "local-dns": (value, where, parts) => parts.localDns = checkLocalDns(value, where),
};

/** The flags that are read by a table. */
const BY_TABLE = { ...OUTBOUND_FLAGS, ...LIFE_FLAGS };

/** Reads flags, and links that stand beside them. */
export function readFlagValues(
  values: FlagValues,
  links: readonly string[],
  role: Role,
  switches: ReadonlySet<string> = new Set(),
): Parts {
  const parts: Parts = {};
  if (switches.has("ipv6-first")) parts.dns = { ipv6First: true };
  if (switches.has("ipv6-only")) parts.dns = { ...parts.dns, ipv6Only: true };
  for (const [name, value] of Object.entries(values)) {
    const where = { source: "the command line", key: `--${name}` };
    if (name === "server") readServer(value, where, values, parts);
    else readFlag(name, value, where, role, parts);
  }
  if (links.length > 0) parts.links = readLinks(values, links);
  return parts;
}

/** One flag into the parts; those that say nothing of the config are passed over. */
function readFlag(name: string, value: string, where: Where, role: Role, parts: Parts): void {
  const limit = name.replaceAll("-", "_");
  if (name === "port") parts.port = checkPort(value, where, role === "server" ? 0 : 1);
  else if (name === "password") readPassword(value, where, parts);
  else if (name === "method") parts.method = checkMethod(value, where);
  else if (name === "local-address") parts.localHost = checkHost(value, where);
  else if (name === "local-port") parts.localPort = checkPort(value, where, 0);
  else if (name === "target") parts.target = checkTarget(value, where);
  else if (name === "mode") parts.mode = checkMode(value, where);
  else if (name === "crypto") parts.crypto = checkProvider(value, where);
  else if (name in BY_TABLE) BY_TABLE[name]!(value, where, parts);
  else if (limit in LIMIT_KEYS) parts.limits = { ...parts.limits, ...readLimit(limit, value, where) };
}

/** The key, and where it was given. */
function readPassword(value: string, where: Where, parts: Parts): void {
  parts.password = checkPassword(value, where);
  parts.at = { password: where };
}

/** The server's address; its port, where it has one, is the port and may not be said twice. */
function readServer(value: string, where: Where, values: FlagValues, parts: Parts): void {
  const { host, port } = checkPlace(value, where);
  parts.places = [{ host }];
  if (port === undefined) return;
  if ("port" in values) throw refused(where, "names a port, and so does --port: expected one of the two");
  parts.port = port;
}

/** The links, beside which no flag may describe a server. */
function readLinks(values: FlagValues, links: readonly string[]): ServerEntry[] {
  const beside = SERVER_FLAGS.find((name) => name in values);
  if (beside !== undefined) {
    const where = { source: "the command line", key: `--${beside}` };
    throw refused(where, "the link says this already: expected the one or the other");
  }
  return links.map(readLink);
}
