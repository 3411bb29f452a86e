/** Limits under their keys. @module */

import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import { LIMIT_KEYS } from "../limits.ts";
import type { Keys } from "./keys.ts";

/** Every limit. */
export function limitKeys(limits: Limits): Keys {
  return Object.fromEntries(keyed().map(([key, limit]) => [key, limits[limit]]));
}

/** The limits that are not the default. */
export function changedLimits(limits: Limits): Keys {
  const changed = keyed().filter(([, limit]) => limits[limit] !== DEFAULT_LIMITS[limit]);
  return Object.fromEntries(changed.map(([key, limit]) => [key, limits[limit]]));
}

/** Each limit with the first of its keys. */
function keyed(): [key: string, limit: keyof Limits][] {
  const keys = new Map<keyof Limits, string>();
  for (const [key, { limit }] of Object.entries(LIMIT_KEYS)) if (!keys.has(limit)) keys.set(limit, key);
  return [...keys].map(([limit, key]) => [key, limit]);
}
