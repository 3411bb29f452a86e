/** Why a target would be reached, or would not: the rules that a service would ask. @module */

import type { Config } from "../config/types.ts";
import type { Endpoint } from "../net/types.ts";
import type { Choice } from "../relay/acl/acl.ts";
import { chooseWay } from "../relay/acl/chooser.ts";
import { toConnectionError } from "../relay/errors.ts";
import type { Log } from "../relay/log.ts";
import { interleaved } from "../relay/outbound/happy_eyeballs.ts";
import type { Judged, Targets } from "../relay/targets.ts";
import { loadAcl } from "./acl.ts";
import { Reach } from "./reach.ts";
import { openResolver } from "./shared_resolver.ts";

/** What becomes of a target. */
export interface Explained {
  /** A client's way to it; absent on a server. */
  readonly choice?: Choice;
  /** Its addresses with what is said of each, where they are looked up here. */
  readonly judged: readonly Judged[];
  /** The addresses that would be dialled, in their order. */
  readonly dialled: readonly string[];
  /** Why there are no addresses: the name is denied, or leads nowhere. */
  readonly failure?: string;
}

/** What a server would do that listens at these places. @throws {ConfigError} when the config is wrong. */
export async function explainServer(
  config: Config,
  listeners: readonly Endpoint[],
  target: Endpoint,
  log: Log,
): Promise<Explained> {
  return await withReach(config, listeners, log, ({ targets }) => explain(targets, target));
}

/** What a client would do. @throws {ConfigError} when the config is wrong. */
export async function explainLocal(config: Config, target: Endpoint, log: Log): Promise<Explained> {
  return await withReach(config, [], log, async ({ acl, own, straight }) => {
    const choice = acl === null
      ? { way: "proxy", rule: "no access control list" } as const
      : await chooseWay(acl, own, target.host);
    return choice.way === "proxy"
      ? { choice, judged: [], dialled: [] }
      : { choice, ...await explain(straight, target) };
  });
}

async function withReach<T>(
  config: Config,
  listeners: readonly Endpoint[],
  log: Log,
  body: (reach: Reach) => Promise<T>,
): Promise<T> {
  const acl = (await loadAcl(config, log))?.acl ?? null;
  const resolver = await openResolver(config);
  try {
    return await body(new Reach(config, { acl, resolver, listeners: () => listeners }));
  } finally {
    resolver.close();
  }
}

async function explain(targets: Targets, target: Endpoint): Promise<Explained> {
  try {
    const { judged } = await targets.judged(target);
    const allowed = judged.filter(({ verdict }) => verdict.allowed).map(({ address }) => address);
    return { judged, dialled: allowed.length === 0 ? [] : interleaved(allowed) };
  } catch (cause) {
    return { judged: [], dialled: [], failure: toConnectionError(cause).message };
  }
}
