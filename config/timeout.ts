/** `timeout`: which limit it sets in which dialect. @module */

import type { Limits } from "../relay/limits.ts";
import { type Dialect, DIALECTS } from "./dialect.ts";
import { readBounded } from "./limits.ts";
import type { Parts } from "./parts.ts";
import type { Reader } from "./reading.ts";

/** The limits that `timeout` sets: idle connections end in most dialects; shadowsocks-rust means the time to connect. */
export const TIMEOUT_MEANS: Readonly<Record<Dialect, readonly (keyof Limits)[]>> = {
  umbra: ["idle"],
  python: ["idle"],
  libev: ["idle"],
  rust: ["connect", "handshake"],
};

/** Sets the limits that the dialect means, unless they are named themselves. */
export const readTimeout: Reader = (value, where, parts, { dialect }) => {
  const seconds = readBounded(value, where, "seconds", 1);
  const means = TIMEOUT_MEANS[dialect];
  parts.limits = { ...Object.fromEntries(means.map((limit) => [limit, seconds])), ...parts.limits };
  parts.timeout = means;
};

/** What `timeout` sets in a dialect, and in the others where that is not the same; null where the file has none. */
export function timeoutRemark({ timeout }: Parts, dialect: Dialect): string | null {
  if (timeout === undefined) return null;
  const others = DIALECTS.filter((other) => meaning(TIMEOUT_MEANS[other]) !== meaning(timeout));
  const elsewhere = [...new Set(others.map((other) => meaning(TIMEOUT_MEANS[other])))].join(", ");
  return `timeout sets ${meaning(timeout)} as ${dialect} means it; as ${listed(others)} would, ${elsewhere}`;
}

/** Limits by the names of their keys. */
function meaning(limits: readonly (keyof Limits)[]): string {
  return listed(limits.map((limit) => `${limit}_timeout`));
}

/** Names as a sentence has them: with commas, and an "and" before the last. */
function listed(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " and $1");
}
