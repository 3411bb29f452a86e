/** Several outbounds for datagrams as one. @module */

import type { PacketOutbound } from "../datagrams.ts";

/** Takes one of the outbounds at random for each association. */
export function randomPackets(outbounds: readonly PacketOutbound[]): PacketOutbound {
  return { associate: () => outbounds[Math.floor(Math.random() * outbounds.length)]!.associate() };
}
