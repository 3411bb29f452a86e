/** UDP ASSOCIATE (RFC 1928 §7): a UDP port of an application's own, as long as its TCP connection lasts. @module */

import { bindPackets } from "#net";
import { parseIp, withoutZone } from "../../net/ip.ts";
import type { Endpoint, Stream } from "../../net/types.ts";
import { UdpRelay, type UdpRelayOptions } from "../udp.ts";
import type { Associate } from "./socks.ts";
import { socksPackets } from "./socks_packets.ts";

/** Serves associations by an outbound for datagrams. */
export function socksAssociate(options: Omit<UdpRelayOptions, "socket" | "codec" | "accepts">): Associate {
  return async (stream, claimed, answer) => {
    const socket = await bindPackets({ host: stream.local.host, port: 0 });
    const accepts = (from: Endpoint) => mayBeOf(stream, claimed, from);
    const relay = new UdpRelay({ ...options, socket, codec: socksPackets(), accepts });
    const run = relay.run();
    try {
      // A SOCKS address has no zone: the application knows on which link it reaches us.
      await answer({ ...socket.local, host: withoutZone(socket.local.host) });
      while (await stream.next() !== null) { /* what is sent here has no meaning */ }
    } finally {
      relay.close();
      await run;
    }
  };
}

/** Only the application's own machine may send, and only from the address and port that it named, if it named one. */
function mayBeOf(stream: Stream, claimed: Endpoint, from: Endpoint): boolean {
  if (from.host !== stream.remote.host) return false;
  const named = parseIp(claimed.host)?.some((byte) => byte !== 0) ?? false;
  // Behind address translation an application names what it sees of itself: then only the machine counts.
  return claimed.port === 0 || (named && claimed.host !== from.host) || claimed.port === from.port;
}
