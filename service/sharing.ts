/** What a service shares with those of other threads that serve the same ports. @module */

import { type FindSaltMemory, ownSaltMemory } from "../crypto/salt_memory.ts";
import { Counters } from "../relay/counters.ts";

/**
 * Who else listens on a service's ports: nobody; other threads, of which it is the first and chooses the ports; or other
 * threads that were there before.
 */
export type PortSharing = "alone" | "first" | "further";

/** What a service shares, and with whom. */
export interface Sharing {
  readonly ports: PortSharing;
  /** Where it counts what passes. */
  readonly counters: Counters;
  /** Gives a port the memory for its salts. `port` is its name among the config's ports. */
  saltsOf(port: string): FindSaltMemory;
}

/** Nothing is shared. */
export function alone(): Sharing {
  return { ports: "alone", counters: new Counters(), saltsOf: () => ownSaltMemory };
}
