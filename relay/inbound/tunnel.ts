/** A tunnel: whatever comes goes to one target. @module */

import type { PacketServer } from "../../crypto/packets.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../address.ts";
import { type Inbound, SilentRequest } from "../request.ts";
import { ClientSessions } from "./client_sessions.ts";

/** Every connection goes to the target. */
export function tunnelInbound(target: Endpoint): Inbound {
  return {
    handle: (stream, route) => route(new SilentRequest(target, stream)),
  };
}

/** Every datagram goes to the target: an association for each address that sends, without any header. */
export function tunnelPackets(target: Endpoint): PacketServer {
  const address = putAddress(target);
  const sessions = new ClientSessions();
  return {
    open(packet, client, out) {
      out.set(address);
      out.set(packet, address.length);
      return { session: sessions.of(client), size: address.length + packet.length };
    },
    close: () => sessions.clear(),
  };
}
