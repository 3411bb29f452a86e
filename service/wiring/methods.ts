/** The methods of a config's servers, made ready. @module */

import { usableMethod } from "../../config/method_choice.ts";
import type { Mode, ServerEntry } from "../../config/types.ts";
import { type MethodOptions, prepareClient, type Ready } from "../../crypto/method.ts";
import type { MethodRow } from "../../crypto/methods.ts";
import { preparePacketClient } from "../../crypto/packet_method.ts";
import type { PacketClient } from "../../crypto/packets.ts";
import type { OutboundMethod } from "../../crypto/types.ts";
import type { WiringContext } from "./types.ts";

/** Salts that a client remembers: of the answers to its own connections. */
export const CLIENT_SALTS = 10_000;

type Keyed = Pick<ServerEntry, "method" | "password">;

/** The streams of a client of one server. */
export async function clientMethod({ method, password }: Keyed, context: WiringContext): Promise<OutboundMethod> {
  const row = usableMethod(method, context.config.allowLegacy);
  return noted(context, row, await prepareClient(row, password, methodOptions(context, CLIENT_SALTS)));
}

/** The datagrams of a client of one server. */
export async function clientPackets(
  { method, password }: Keyed,
  context: WiringContext,
): Promise<() => PacketClient> {
  const row = usableMethod(method, context.config.allowLegacy);
  return await preparePacketClient(row, password, methodOptions(context, CLIENT_SALTS));
}

/** How methods are set up that remember so many salts. */
export function methodOptions({ config }: WiringContext, salts: number): MethodOptions {
  return { provider: config.crypto, salts, clock: unixTime };
}

/** Unix seconds, now. */
export function unixTime(): number {
  return Date.now() / 1000;
}

/** What was made ready, once the log has said who serves it. */
export function noted<T>({ log }: WiringContext, { name }: MethodRow, { method, source }: Ready<T>): T {
  log.event("info", "method-ready", { method: name, source: source ?? "none needed" });
  return method;
}

/** What a port carries, each by itself. */
export function carried(mode: Mode = "tcp_and_udp"): { mode: Mode; tcp: boolean; udp: boolean } {
  return { mode, tcp: mode !== "udp_only", udp: mode !== "tcp_only" };
}
