/** What a reply says about one name, with its aliases followed. @module */

import type { Question } from "./query.ts";
import type { DnsRecord } from "./records.ts";
import { NO_SUCH_NAME, type Reply } from "./reply.ts";
import { ResolveError } from "./types.ts";

/** Aliases that are followed from one name, within replies and by asking on. */
export const MAX_ALIASES = 16;

/** Where following a reply leads: to addresses, to nothing, or to another name that must be asked for. */
export type Outcome =
  | { readonly kind: "addresses"; readonly addresses: string[]; readonly ttl: number }
  | { readonly kind: "nothing"; readonly ttl: number }
  | { readonly kind: "ask"; readonly name: string; readonly ttl: number; readonly aliases: number };

/**
 * Follows the aliases of a reply from the name that was asked for, of which `aliases` were followed before.
 *
 * @throws {ResolveError} `server` when there are too many.
 */
export function follow({ name, type }: Question, reply: Reply, aliases = 0): Outcome {
  const first = aliases;
  let current = name;
  let ttl = Infinity;
  for (;;) {
    const found = addressesOf(current, type, reply);
    if (found.length > 0) {
      for (const record of found) ttl = Math.min(ttl, record.ttl);
      return { kind: "addresses", addresses: [...new Set(found.map(({ address }) => address))], ttl };
    }
    const alias = reply.answers.find((record) => record.kind === "alias" && record.owner === current);
    if (alias?.kind !== "alias") break;
    if (++aliases > MAX_ALIASES) throw new ResolveError("server", `Cannot resolve ${name}: too many aliases`);
    current = alias.target;
    ttl = Math.min(ttl, alias.ttl);
  }
  const authority = reply.authorities.find((record) => record.kind === "authority");
  const over = reply.code === NO_SUCH_NAME || aliases === first || authority !== undefined;
  if (!over) return { kind: "ask", name: current, ttl, aliases };
  return { kind: "nothing", ttl: Math.min(ttl, authority?.ttl ?? 0) };
}

type Address = Extract<DnsRecord, { kind: "address" }>;

function addressesOf(owner: string, type: "A" | "AAAA", reply: Reply): Address[] {
  return reply.answers.filter((record): record is Address =>
    record.kind === "address" && record.type === type && record.owner === owner
  );
}
