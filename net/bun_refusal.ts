/** Why a dial was refused on Bun. @module */

import { toSocketError } from "./bun_errors.ts";
import { codeOf, type SocketError } from "./errors.ts";

/**
 * Whatever the kernel says at once to a TCP socket that connects, Bun shows as ECONNREFUSED: also that there is no
 * route, or no descriptor. A UDP socket connects without sending anything, and its error is the kernel's own.
 */
export async function dialError(action: string, cause: unknown, host: string): Promise<SocketError> {
  const refusal = toSocketError(action, cause);
  if (refusal.fault !== "refused") return refusal;
  let truth = refusal;
  try {
    for (const { address, family } of await Bun.dns.lookup(host)) {
      const fault = await routeFault(address, family);
      // One address has a route: it is the one that refused.
      if (fault === null) return refusal;
      truth = toSocketError(action, fault);
    }
  } catch {
    // The name has an address no more: the refusal stands.
  }
  return truth;
}

/** What keeps packets from an address, or null. */
async function routeFault(address: string, family: 4 | 6): Promise<Error | null> {
  try {
    const socket = await Bun.udpSocket({
      hostname: family === 4 ? "0.0.0.0" : "::",
      connect: { hostname: address, port: 1 },
      socket: { error() {} },
    });
    socket.close();
    return null;
  } catch (cause) {
    if (cause instanceof Error && codeOf(cause) !== undefined) return cause;
    throw cause;
  }
}
