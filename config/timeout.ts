/** `timeout`: which limit it sets in which dialect. @module */

import type { Limits } from "../relay/limits.ts";
import type { Dialect } from "./dialect.ts";
import { readBounded } from "./limits.ts";
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
