/** Traffic that goes straight to its target. @module */

import { connect } from "#net";
import type { Limits } from "../limits.ts";
import type { Outbound } from "../request.ts";

/** Dials targets from here. */
export function directOutbound({ connect: timeout, keepalive }: Pick<Limits, "connect" | "keepalive">): Outbound {
  return { dial: ({ host, port }) => connect({ host, port, timeout, keepalive }) };
}
