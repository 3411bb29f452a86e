/** The relay role of SIP023 for datagrams, as a codec: each goes on to the server that its identity header names. @module */

import type { IdentityRouter } from "../../crypto/identity_router.ts";
import type { PacketServer } from "../../crypto/packets.ts";
import type { Endpoint } from "../../net/types.ts";
import { MAX_ADDRESS_SIZE, putAddress } from "../address.ts";
import { ClientSessions } from "./client_sessions.ts";

/** An association for each address that sends; answers go back as they come. The router is its owner's to close. */
export function identityRelayPackets(router: IdentityRouter<Endpoint>): PacketServer {
  const sessions = new ClientSessions();
  return {
    open(packet, client, out) {
      const { destination, size } = router.routePacket(packet, out.subarray(MAX_ADDRESS_SIZE));
      const address = putAddress(destination);
      out.set(address);
      out.copyWithin(address.length, MAX_ADDRESS_SIZE, MAX_ADDRESS_SIZE + size);
      return { session: sessions.of(client), size: address.length + size };
    },
    close: () => sessions.clear(),
  };
}
