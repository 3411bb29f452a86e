/** The system's own resolver, as a Resolver. @module */

import { lookup } from "#net";
import { lookupSlots } from "../dns/slots.ts";
import { ResolveError, type Resolver } from "../dns/types.ts";
import { LOOKUP_LIFETIME } from "../net/lookup.ts";

/** Asks the system for each name anew; it remembers nothing. */
export const SYSTEM_RESOLVER: Resolver = {
  async resolve(name) {
    const addresses = await lookupSlots.run(() => lookup(name));
    if (addresses.length > 0) return { addresses, ttl: LOOKUP_LIFETIME };
    throw new ResolveError("not-found", `Cannot resolve ${name}: the name has no address`);
  },
  close() {},
};
