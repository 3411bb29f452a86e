/** What a service may reach, and how it looks names up. @module */

import { interfaceAddresses } from "#net";
import { type Config, ConfigError } from "../config/types.ts";
import type { Resolver } from "../dns/types.ts";
import type { Endpoint } from "../net/types.ts";
import type { Acl } from "../relay/acl/acl.ts";
import type { Log } from "../relay/log.ts";
import { NO_RULES, OutboundRules } from "../relay/rules.ts";
import { Targets } from "../relay/targets.ts";

/** The targets of a service. */
export class Reach {
  /** What the config itself names: its servers and proxies. */
  readonly own: Targets;
  /** What a server's clients ask for. */
  readonly targets: Targets;
  /** What a client's applications ask for past the server. */
  readonly straight: Targets;
  /** What goes where, where the config names a list. */
  readonly acl: Acl | null;

  /**
   * @throws {ConfigError} when a network in the config is none.
   */
  constructor({ outbound = {} }: Config, { acl, resolver, listeners }: ReachOptions) {
    this.acl = acl;
    this.own = new Targets(resolver, NO_RULES);
    const rules = understood(() => new OutboundRules({ ...outbound, listeners, interfaces: interfaceAddresses }));
    this.targets = new Targets(resolver, acl?.before(rules) ?? rules);
    this.straight = new Targets(resolver, new OutboundRules({ denied: "nothing" }));
  }
}

/** What targets stand on beside the config. */
export interface ReachOptions {
  /** The access control list, where the config names one. */
  readonly acl: Acl | null;
  /** Looks names up; its owner's to close. */
  readonly resolver: Resolver;
  /** Where the service listens now. */
  readonly listeners: () => readonly Endpoint[];
}

/** Says once what a server's clients may reach beyond the Internet. */
export function announceOpened({ servers, outbound = {} }: Config, log: Log): void {
  const { denied = "private", allowPrivate = false } = outbound;
  const opened = denied === "private" ? openedBy(allowPrivate) : denied === "loopback" ? "all but loopback" : "all";
  if (servers.length > 0 && opened !== "") log.event("info", "private-addresses-open", { networks: opened });
}

function openedBy(allowed: boolean | readonly string[]): string {
  return typeof allowed === "boolean" ? (allowed ? "all" : "") : allowed.join(",");
}

/** What is made of a config; what cannot be read in it is the config's fault. */
function understood<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ConfigError(cause.message, { cause });
  }
}
