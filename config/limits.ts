/** The names under which a config sets the limits, and what they may be. @module */

import type { Limits } from "../relay/limits.ts";
import { type Where, wrong } from "./wrong.ts";

/** What a limit may be. */
interface Bound {
  /** Which limit the key sets. */
  readonly limit: keyof Limits;
  /** What it counts. */
  readonly unit: "seconds" | "count";
  /** The least that makes sense. */
  readonly least: number;
}

/** The most: a timer of either runtime takes this many seconds, and no more. */
const MOST: Readonly<Record<Bound["unit"], number>> = { seconds: 2_147_483, count: 1_000_000_000 };

/** The keys that set limits; flags have the same names with hyphens. */
export const LIMIT_KEYS: Readonly<Record<string, Bound>> = {
  connect_timeout: { limit: "connect", unit: "seconds", least: 0.1 },
  handshake_timeout: { limit: "handshake", unit: "seconds", least: 0.1 },
  idle_timeout: { limit: "idle", unit: "seconds", least: 1 },
  half_closed_timeout: { limit: "halfClosed", unit: "seconds", least: 1 },
  keepalive: { limit: "keepalive", unit: "seconds", least: 1 },
  keep_alive: { limit: "keepalive", unit: "seconds", least: 1 },
  first_payload_wait: { limit: "firstPayloadWait", unit: "seconds", least: 0 },
  drains: { limit: "drains", unit: "count", least: 0 },
  drain_bytes: { limit: "drainBytes", unit: "count", least: 0 },
  salts: { limit: "salts", unit: "count", least: 1 },
  // SIP022: a session is remembered for 60 seconds at least.
  udp_timeout: { limit: "udp", unit: "seconds", least: 60 },
  udp_lookup_timeout: { limit: "udpLookup", unit: "seconds", least: 1 },
  dns_answer_timeout: { limit: "dnsAnswer", unit: "seconds", least: 0.1 },
  dns_max_questions: { limit: "dnsQuestions", unit: "count", least: 1 },
  udp_max_associations: { limit: "udpAssociations", unit: "count", least: 1 },
};

/** The limit that a key sets, under its own name; the key must be one of `LIMIT_KEYS`. */
export function readLimit(key: string, value: unknown, where: Where): Partial<Limits> {
  const bound = LIMIT_KEYS[key];
  if (!bound) throw new RangeError(`Cannot set limit: no limit has the key ${key}`);
  return { [bound.limit]: readBounded(value, where, bound.unit, bound.least) };
}

/** A number of seconds, or a whole count, within its bounds; as a number or as its digits in a text. */
export function readBounded(value: unknown, where: Where, unit: Bound["unit"], least: number): number {
  const digits = typeof value === "string" && /^\d{1,10}(\.\d{1,9})?$/.test(value);
  const number = digits ? Number(value) : value;
  const fits = typeof number === "number" && number >= least && number <= MOST[unit];
  if (fits && (unit === "seconds" || Number.isInteger(number))) return number;
  const what = unit === "seconds" ? "a number of seconds" : "a whole number";
  throw wrong(where, value, `${what} from ${least} to ${MOST[unit]}`);
}
