/** Both families of addresses, side by side and in order. @module */

import { after, type Wait } from "../net/timers.ts";
import type { Question } from "./query.ts";

/** What a lookup found; no addresses where it was found that there are none. */
export interface Found {
  readonly addresses: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  /** Whether there is no such name, which is true of every family. */
  readonly absent?: boolean;
}

/** Which addresses are wanted, and which come first. */
export interface Preference {
  /** IPv6 first. Undefined: IPv4 first, or the system's own order where the system resolves. */
  readonly ipv6First?: boolean;
  /** Nothing but IPv6. */
  readonly ipv6Only?: boolean;
}

/** Seconds that one family waits for the other once it has addresses. */
const LAGGARD = 1;
/** Seconds for which the addresses of one family are kept where nothing is known of the other. */
const HALF_KNOWN = 10;

/** The types to ask for. */
export function typesOf({ ipv6Only }: Preference): Question["type"][] {
  return ipv6Only === true ? ["AAAA"] : ["A", "AAAA"];
}

/** Addresses as they are wanted; without a preference in the order in which they came. */
export function arrange(addresses: readonly string[], { ipv6First, ipv6Only }: Preference): string[] {
  const unique = [...new Set(addresses)];
  const v6 = unique.filter((address) => address.includes(":"));
  if (ipv6Only === true) return v6;
  if (ipv6First === undefined) return unique;
  const v4 = unique.filter((address) => !address.includes(":"));
  return ipv6First ? [...v6, ...v4] : [...v4, ...v6];
}

/**
 * Waits for all families, but for those that lag behind not long; `stop` ends what is then still under way.
 *
 * Throws what a family threw when the others found nothing.
 */
export async function together(families: readonly Promise<Found>[], stop: () => void): Promise<Found> {
  let wait: Wait | null = null;
  const onFound = (found: Found) => {
    if (found.addresses.length > 0 || found.absent === true) wait ??= after(LAGGARD, stop);
    return found;
  };
  const results = await Promise.allSettled(families.map((family) => family.then(onFound)));
  cancel(wait);
  const found = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
  const failed = results.find((result) => result.status === "rejected");
  const useful = found.filter(({ addresses }) => addresses.length > 0);
  if (useful.length > 0) {
    const ttl = Math.min(...useful.map((family) => family.ttl), failed === undefined ? Infinity : HALF_KNOWN);
    return { addresses: useful.flatMap(({ addresses }) => addresses), ttl };
  }
  if (failed !== undefined && !found.some(({ absent }) => absent)) throw failed.reason;
  return { addresses: [], ttl: Math.min(...found.map((family) => family.ttl)) };
}

/** A callback set it, which the checker does not see. */
function cancel(wait: Wait | null): void {
  wait?.cancel();
}
