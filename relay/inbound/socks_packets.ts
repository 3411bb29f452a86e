/**
 * The datagrams of SOCKS5's UDP ASSOCIATE (RFC 1928 §7), as a codec without any cipher:
 *
 * ```text
 * reserved (2) | fragment (1) | address | payload
 * ```
 *
 * @module
 */

import type { OpenedPacket, PacketServer, PacketSession } from "../../crypto/packets.ts";
import { CipherError } from "../../crypto/types.ts";

const HEADER_SIZE = 3;

/** One application's datagrams: all are of one association, which ends with its TCP connection. */
export function socksPackets(): PacketServer {
  const session: PacketSession = {
    key: "",
    user: undefined,
    overhead: HEADER_SIZE,
    seal(plain, out) {
      out.fill(0, 0, HEADER_SIZE);
      out.set(plain, HEADER_SIZE);
      return HEADER_SIZE + plain.length;
    },
    close() {},
  };
  return {
    open(packet, _client, out): OpenedPacket {
      if (packet.length < HEADER_SIZE) throw new CipherError("protocol", "Cannot read the datagram: it is too short");
      if (packet[2] !== 0) throw new CipherError("protocol", "Cannot read the datagram: fragments are not supported");
      out.set(packet.subarray(HEADER_SIZE));
      return { session, size: packet.length - HEADER_SIZE };
    },
    close() {},
  };
}
