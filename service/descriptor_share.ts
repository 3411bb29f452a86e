/** How many associations the process has descriptors for. @module */

import type { Config } from "../config/types.ts";
import { openFilesLimit } from "../net/open_files.ts";
import type { Limits } from "../relay/limits.ts";
import { portsOf } from "./plan.ts";

/** The part of the descriptors that associations may take: each has a socket, and connections need the rest. */
const SHARE = 1 / 2;

/** The config's limits, with no more associations for a port than its share of the descriptors allows. */
export function limitsWithin(config: Config, descriptors = openFilesLimit() ?? Infinity): Limits {
  const ports = [...portsOf(config).values()].filter(({ entry }) => entry.mode !== "tcp_only");
  const room = Math.max(1, Math.floor(descriptors * SHARE / Math.max(1, ports.length)));
  const { limits } = config;
  return room >= limits.udpAssociations ? limits : { ...limits, udpAssociations: room };
}
