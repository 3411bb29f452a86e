/** Several outbounds as one. @module */

import type { Outbound } from "../request.ts";

/** Takes one of the outbounds at random for each connection. */
export function randomOutbound(outbounds: readonly Outbound[]): Outbound {
  return { dial: (target) => outbounds[Math.floor(Math.random() * outbounds.length)]!.dial(target) };
}
