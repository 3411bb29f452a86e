/** What another config asks of the ports that are there. @module */

import type { Config, LocalEntry, ServerEntry } from "../config/types.ts";
import { differing } from "./same.ts";

/** A port as a config describes it. */
export type PortEntry = { readonly role: "server"; readonly entry: ServerEntry } | {
  readonly role: "local";
  readonly entry: LocalEntry;
};

/** Whose keys to a port differ. */
export interface UserChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Those whose keys differ: removed or not, a datagram of theirs is not opened any more. */
  readonly rekeyed: readonly string[];
  /** Whether what opens it to those without a name differs: its one key, or that it needs none. */
  readonly isRekeyed: boolean;
}

/** What configs say beside their ports, and the ports do not depend on. */
const APART = ["servers", "locals", "log", "life", "workers"];

/** The ports of a config by what makes one the same as before: its role and place, and its turn among others there. */
export function portsOf({ servers, locals }: Config): Map<string, PortEntry> {
  const ports = new Map<string, PortEntry>();
  const enter = (port: PortEntry) => {
    const { host, port: number } = port.entry;
    for (let turn = 0;; turn++) {
      const key = `${port.role} ${host} ${number} ${turn}`;
      if (!ports.has(key)) return ports.set(key, port);
    }
  };
  for (const entry of servers) enter({ role: "server", entry });
  for (const entry of locals) enter({ role: "local", entry });
  return ports;
}

/** All who are known by name: the users of servers, and those whom ports for applications let in. */
export function usersOf({ servers, locals }: Config): string[] {
  return [
    ...servers.flatMap(({ users = [] }) => users.map(({ name }) => name)),
    ...locals.flatMap(({ credentials = [] }) => credentials.map(({ user }) => user)),
  ];
}

/** The keys of what all ports share that differ. */
export function sharedChanges(before: Config, after: Config): string[] {
  return differing(before, after).filter((key) => !APART.includes(key));
}

/** The keys of a port's entry that differ; its users are looked at one by one. */
export function entryChanges(before: PortEntry, after: PortEntry): string[] {
  return differing(before.entry, after.entry);
}

/** Whose keys to a port differ. */
export function userChanges(before: PortEntry, after: PortEntry): UserChanges {
  const old = keysOf(before);
  const now = keysOf(after);
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    rekeyed: [...old].filter(([name, key]) => now.get(name) !== key).map(([name]) => name),
    isRekeyed: commonKeyOf(before) !== commonKeyOf(after),
  };
}

/** What opens a port to those without a name; null where all have one. */
function commonKeyOf(port: PortEntry): string | null {
  if (keysOf(port).size > 0) return null;
  return port.role === "local" ? "" : port.entry.password;
}

function keysOf({ role, entry }: PortEntry): Map<string, string> {
  if (role === "local") return new Map(entry.credentials?.map(({ user, password }) => [user, password]));
  return new Map(entry.users?.map(({ name, password }) => [name, password]));
}
