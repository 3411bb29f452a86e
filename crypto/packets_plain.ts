/**
 * Datagrams that nothing proves: those of the stream methods, of `table` and of `none`.
 *
 * ```text
 * IV | keystream over (address, payload)
 * ```
 *
 * @module
 */

import type { OpenedPacket, PacketClient, PacketServer, PacketSession } from "./packets.ts";
import type { Direction } from "./providers/types.ts";
import { CipherError, type StreamTransform } from "./types.ts";

/** How one method transforms a datagram. */
export interface PlainPackets {
  /** Bytes of the IV; 0 where there is none. */
  readonly ivSize: number;
  /** Starts the keystream of one datagram. */
  start(iv: Uint8Array, direction: Direction): StreamTransform;
}

/** The transform of `none`. */
export const NO_TRANSFORM: PlainPackets = {
  ivSize: 0,
  start: () => ({ update: (input, out) => out.set(input), close() {} }),
};

/** The client's end of an association. */
export function plainPacketClient(method: PlainPackets): PacketClient {
  return {
    overhead: method.ivSize,
    seal: (plain, out) => seal(method, plain, out),
    open: (packet, out) => open(method, packet, out),
    close() {},
  };
}

/** The server's end of a port: an association is a client's address, since nothing else is known of it. */
export function plainPacketServer(method: PlainPackets): PacketServer {
  const sessions = new Map<string, PacketSession>();

  function sessionOf(client: string): PacketSession {
    const known = sessions.get(client);
    if (known !== undefined) return known;
    const session: PacketSession = {
      key: client,
      user: undefined,
      overhead: method.ivSize,
      seal: (plain, out) => seal(method, plain, out),
      close() {
        // Closed a second time, it may have a successor.
        if (sessions.get(client) === session) sessions.delete(client);
      },
    };
    sessions.set(client, session);
    return session;
  }

  return {
    open(packet, client, out): OpenedPacket {
      const size = open(method, packet, out);
      return { session: sessionOf(client), size };
    },
    close: () => sessions.clear(),
  };
}

function seal(method: PlainPackets, plain: Uint8Array, out: Uint8Array): number {
  const iv = crypto.getRandomValues(out.subarray(0, method.ivSize));
  return method.ivSize + run(method.start(iv, "encrypt"), plain, out.subarray(method.ivSize));
}

function open(method: PlainPackets, packet: Uint8Array, out: Uint8Array): number {
  if (packet.length < method.ivSize) throw new CipherError("protocol", "Cannot open the datagram: it is too short");
  return run(method.start(packet.subarray(0, method.ivSize), "decrypt"), packet.subarray(method.ivSize), out);
}

function run(transform: StreamTransform, input: Uint8Array, out: Uint8Array): number {
  try {
    transform.update(input, out.subarray(0, input.length));
    return input.length;
  } finally {
    transform.close();
  }
}
