/** Queries that are answered from here, by whatever looks our own targets up. @module */

import { ResolveError } from "../../dns/types.ts";
import { parseIp } from "../../net/ip.ts";
import { ADDRESS_SIZES, FAILED, parseQuery, putAddresses, putFailure } from "../dns_message.ts";
import { ConnectionError } from "../errors.ts";
import type { AskDns } from "../inbound/dns_answers.ts";
import type { Targets } from "../targets.ts";
import { within } from "./dns_time.ts";

/** The longest time to live, in seconds: an address that was not looked up has no end. */
const MAX_TTL = 24 * 60 * 60;

/** Answers queries for addresses; a resolver knows no others, which are answered with that. */
export function askTargets(targets: Targets): AskDns {
  return async (message, limits) => {
    const query = parseQuery(message);
    if (query === null || typeof query === "number") {
      throw new ConnectionError("protocol", "Cannot look a name up: expected a query");
    }
    if (!ADDRESS_SIZES.has(query.type)) return putFailure(message, query.end, FAILED.notImplemented);
    try {
      const lookup = async () => await targets.permitted({ host: query.name, port: 0 });
      const { addresses, ttl } = await within(limits, "the resolver", lookup, () => {});
      const bytes = addresses.map(parseIp).filter((address) => address !== null);
      return putAddresses(message, query, Math.floor(Math.min(ttl, MAX_TTL)), bytes);
    } catch (cause) {
      if (!(cause instanceof ResolveError) || cause.fault !== "not-found") throw cause;
      return putFailure(message, query.end, FAILED.noSuchName);
    }
  };
}
