/** What a config says and another dialect cannot. @module */

import type { Keys } from "./keys.ts";

/** Something that is lost in another dialect. */
export interface Loss {
  /** Our key for it. */
  readonly key: string;
  /** Why, as the end of a sentence that begins with the key. */
  readonly reason: string;
  /** Whether traffic would go another way without it, or with less protection. */
  readonly grave: boolean;
}

/** A config in another dialect. */
export interface Draft {
  /** The file as an object. */
  readonly keys: Keys;
  /** What is not in it. */
  readonly losses: readonly Loss[];
}

/** Our keys that say where traffic goes, or how it is protected. */
const GRAVE: ReadonlySet<string> = new Set([
  "server",
  "servers",
  "locals",
  "method",
  "password",
  "users",
  "destinations",
  "protocol",
  "tunnel_address",
  "remote_dns_address",
  "local_dns_address",
  "credentials",
  "outbound_proxy",
  "allow_private",
  "forbidden_ip",
  "denied",
  "dns",
  "ipv6_only",
  "acl",
  "user",
]);

/** A loss under one of our keys. */
export function loss(key: string, reason: string): Loss {
  return { key, reason, grave: GRAVE.has(key) };
}

/** The losses of a dialect that knows only some of the keys of our own. */
export function unsaid(keys: Keys, known: ReadonlySet<string>, dialect: string): Loss[] {
  const all = new Set([keys, ...listed(keys.servers), ...listed(keys.locals)].flatMap(Object.keys));
  return [...all].filter((key) => !known.has(key)).map((key) => loss(key, `cannot be said in ${dialect}`));
}

/** What stands in a list of a file that we made. */
function listed(value: unknown): object[] {
  return Array.isArray(value) ? value : [];
}
