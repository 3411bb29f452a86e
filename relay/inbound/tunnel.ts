/** A tunnel: whatever comes goes to one target. @module */

import type { PacketServer, PacketSession } from "../../crypto/packets.ts";
import { addressSize } from "../../crypto/socks_address.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../address.ts";
import type { Inbound } from "../request.ts";

/** Every connection goes to the target. */
export function tunnelInbound(target: Endpoint): Inbound {
  return {
    handle: (stream, route) =>
      route({
        target,
        stream,
        first: new Uint8Array(0),
        proceed: () => Promise.resolve(),
        reject: () => Promise.resolve(stream.abort()),
      }),
  };
}

/** Every datagram goes to the target: an association for each address that sends, without any header. */
export function tunnelPackets(target: Endpoint): PacketServer {
  const address = putAddress(target);
  const sessions = new Map<string, PacketSession>();

  function sessionOf(client: string): PacketSession {
    const session = sessions.get(client) ?? {
      key: client,
      user: undefined,
      overhead: 0,
      seal(plain: Uint8Array, out: Uint8Array) {
        const payload = plain.subarray(addressSize(plain));
        out.set(payload);
        return payload.length;
      },
      close: () => void sessions.delete(client),
    };
    sessions.set(client, session);
    return session;
  }

  return {
    open(packet, client, out) {
      out.set(address);
      out.set(packet, address.length);
      return { session: sessionOf(client), size: address.length + packet.length };
    },
    close: () => sessions.clear(),
  };
}
