/** Everything that another config needs, made ready while the one before it still runs. @module */

import { SocketError } from "#net";
import { type Config, ConfigError } from "../config/types.ts";
import { ProviderError } from "../crypto/providers/types.ts";
import { KeyError } from "../crypto/psk.ts";
import { ReplayMemory } from "../crypto/replay_memory.ts";
import type { Resolver } from "../dns/types.ts";
import type { Endpoint } from "../net/types.ts";
import type { Limits } from "../relay/limits.ts";
import { loadAcl, type LoadedAcl } from "./acl.ts";
import { limitsWithin } from "./descriptor_share.ts";
import { admitMethods } from "./methods.ts";
import { closeHalves, type Halves } from "./open_halves.ts";
import { entryChanges, type PortEntry, portsOf, sharedChanges } from "./plan.ts";
import { Port, type PortContext } from "./port.ts";
import { announceOpened, Reach } from "./reach.ts";
import { openResolver } from "./shared_resolver.ts";
import type { Sharing } from "./sharing.ts";
import { StartError } from "./types.ts";
import type { Wiring, WiringContext } from "./wiring/types.ts";

/** A port with what the config says of it. */
export interface Described {
  readonly port: Port;
  readonly as: PortEntry;
}

/** What runs. */
export interface Standing {
  readonly config: Config;
  readonly acl: LoadedAcl | null;
  readonly ports: ReadonlyMap<string, Described>;
}

/** A port that is new, or served in another way from now on. */
export interface Wired extends Described {
  /** What was said of it before; null when it is new. */
  readonly former: PortEntry | null;
  readonly wiring: Wiring;
  /** What was opened for it. */
  readonly halves: Halves;
}

/** What takes the place of what runs. */
export interface Prepared extends Standing {
  /** The keys of what all ports share that differ. */
  readonly settings: readonly string[];
  /** Another resolver, where another is asked for. */
  readonly resolver: Resolver | null;
  readonly wired: readonly Wired[];
  /** Those of its ports, within what the process may have open. */
  readonly limits: Limits;
}

/** What ports stand on that outlives their configs. */
export interface Ground extends Pick<WiringContext, "log" | "counters" | "drains"> {
  readonly resolver: Resolver;
  readonly sharing: Sharing;
  readonly listeners: () => readonly Endpoint[];
}

/**
 * Makes ready what differs, and opens what is new.
 *
 * @throws {ConfigError} when a method or key is wrong; {@linkcode StartError} when a port or a provider cannot be had.
 * Then nothing is left of it.
 */
export async function prepare(config: Config, before: Standing, ground: Ground): Promise<Prepared> {
  const wired: Wired[] = [];
  let resolver: Resolver | null = null;
  try {
    admitMethods(config, ground.log);
    const acl = await loadAcl(config, ground.log);
    const settings = settingsChanged(before, config, acl);
    if (before.ports.size === 0 || settings.includes("dns")) resolver = await openResolver(config);
    if (before.ports.size === 0 || settings.includes("outbound")) announceOpened(config, ground.log);
    const reach = new Reach(config, { ...ground, acl: acl?.acl ?? null });
    const ports = new Map<string, Described>();
    for (const [key, as] of portsOf(config)) {
      const standing = before.ports.get(key) ?? null;
      const stays = standing !== null && !needsWiring(standing.as, as, settings);
      const context = { config, reach, newMemory: memoryOf(key, ground), ...ground };
      ports.set(key, stays ? standing : await wire(as, standing, wired, context, before));
    }
    return { config, acl, ports, settings, resolver, wired, limits: limitsWithin(config) };
  } catch (cause) {
    await discard({ wired, resolver });
    throw understood(cause);
  }
}

/**
 * Makes the memory of a port. Not written where it is used: a function that is made inside one that waits keeps, on Bun,
 * all that the other knows, which is the config before it, and so every config that ever was.
 */
function memoryOf(port: string, { sharing }: Ground): () => ReplayMemory {
  return () => new ReplayMemory(sharing.saltsOf(port));
}

/** Lets go of what was made ready and is not needed after all. */
export async function discard({ wired, resolver }: Pick<Prepared, "wired" | "resolver">): Promise<void> {
  resolver?.close();
  for (const { port, former, wiring, halves } of wired) {
    closeHalves(halves);
    if (wiring.udp?.codec !== port.wiring?.udp?.codec) wiring.udp?.codec.close();
    wiring.close?.();
    if (former === null) await port.close();
  }
}

/** The keys of what all ports share that differ; the list's text is looked at, not only its name. */
function settingsChanged(before: Standing, config: Config, acl: LoadedAcl | null): string[] {
  const keys = sharedChanges(before.config, config);
  const isOtherList = before.ports.size > 0 && before.acl?.text !== acl?.text;
  return isOtherList && !keys.includes("acl") ? [...keys, "acl"] : keys;
}

/** Names are looked up by whichever resolver there is; everything else is part of a port's wiring. */
function needsWiring(before: PortEntry, after: PortEntry, settings: readonly string[]): boolean {
  return settings.some((key) => key !== "dns") || entryChanges(before, after).length > 0;
}

/** Makes a port's wiring and opens what it lacks. */
async function wire(
  as: PortEntry,
  standing: Described | null,
  wired: Wired[],
  context: WiringContext & PortContext,
  before: Standing,
): Promise<Described> {
  const { log, counters, sharing } = context;
  const port = standing?.port ?? new Port(as.role, as.entry, { log, counters, sharing });
  const wiring = await wiringOf(as, standing, context, before);
  let halves: Halves = { listener: null, socket: null };
  try {
    halves = await port.open(wiring, context.config.limits);
  } finally {
    wired.push({ port, as, former: standing?.as ?? null, wiring, halves });
  }
  return { port, as };
}

async function wiringOf(
  as: PortEntry,
  standing: Described | null,
  context: WiringContext,
  { config: { crypto } }: Standing,
): Promise<Wiring> {
  const wiring = standing?.port.wiring;
  const former = standing?.as;
  if (as.role === "server") {
    const known = wiring && former?.role === "server" ? { entry: former.entry, crypto, wiring } : undefined;
    // Loaded by role: few programs serve both sides.
    const { wireServer } = await import("./wiring/server.ts");
    return await wireServer(as.entry, context, known);
  }
  const known = wiring && former?.role === "local" ? { entry: former.entry, crypto, wiring } : undefined;
  const { wireLocal } = await import("./wiring/local.ts");
  return await wireLocal(as.entry, context, known);
}

/** Whose fault it is. */
function understood(cause: unknown): unknown {
  if (cause instanceof KeyError) return new ConfigError(cause.message, { cause });
  if (cause instanceof SocketError || cause instanceof ProviderError) return new StartError(cause.message, { cause });
  return cause;
}
