/** What the configs of servers and of clients have in common. @module */

import { DEFAULT_LIMITS } from "../relay/limits.ts";
import type { Parts } from "./parts.ts";
import { type Config, ConfigError } from "./types.ts";

/** The config of something that serves nothing: what holds for whoever does. */
export function idleConfig(parts: Parts): Config {
  return { ...commonConfig(parts), servers: [], locals: [] };
}

/** What server and client have in common. */
export function commonConfig(parts: Parts): Omit<Config, "servers" | "locals"> {
  return {
    limits: { ...DEFAULT_LIMITS, ...parts.limits },
    crypto: parts.crypto ?? "auto",
    allowLegacy: parts.allowLegacy ?? false,
    ...(parts.outboundProxy?.length && { outboundProxy: parts.outboundProxy }),
    ...(parts.outbound && { outbound: parts.outbound }),
    ...(parts.dns && { dns: parts.dns }),
    ...(parts.acl !== undefined && { acl: parts.acl }),
    ...(parts.workers !== undefined && { workers: parts.workers }),
    ...(parts.log && { log: parts.log }),
    ...(parts.life && { life: parts.life }),
  };
}

/** A list whose entries are all switched off leaves nothing to do. */
export function requireOne(entries: readonly unknown[], key: string): void {
  if (entries.length > 0) return;
  throw new ConfigError(`Cannot start: nothing is left of ${key}, expected at least one entry that is not disabled`);
}
