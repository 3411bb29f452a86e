/** The client's end of SIP022 datagrams: one session of ours, and the server's newest two. @module */

import { BODY_OVERHEAD } from "./packet_body.ts";
import { newSessionId, ReceivingSession, SendingSession, sessionKey } from "./packet_sessions.ts";
import type { PacketClient } from "./packets.ts";
import type { PacketWire } from "./packet_wire.ts";
import { copySmall } from "./small.ts";
import { CipherError } from "./types.ts";

const NOTHING = new Uint8Array(0);

/** Seconds for which an old session of the server keeps a third one out (SIP022 §3.2.4). */
const OLD_SESSION_HOLD = 60;

interface ServerSession {
  readonly key: string;
  readonly receiving: ReceivingSession;
  /** When its last datagram came, in Unix seconds. */
  lastSeen: number;
}

/**
 * One association.
 *
 * @param wire closed with it
 * @param key the user's own key
 * @param clock Unix seconds, now
 */
export function packetClient2022(wire: PacketWire, key: Uint8Array, clock: () => number): PacketClient {
  return new Client(wire, key, clock);
}

class Client implements PacketClient {
  readonly overhead: number;
  readonly #wire: PacketWire;
  readonly #key: Uint8Array;
  readonly #clock: () => number;
  readonly #id = newSessionId();
  readonly #sending: SendingSession;
  /** A restarted server has a new session; what is on the way from the old one is still taken. */
  #current: ServerSession | null = null;
  #old: ServerSession | null = null;

  constructor(wire: PacketWire, key: Uint8Array, clock: () => number) {
    this.#wire = wire;
    this.#key = key;
    this.#clock = clock;
    this.overhead = wire.overhead + BODY_OVERHEAD;
    this.#sending = new SendingSession(this.#id, wire.sealer(key, this.#id));
  }

  seal(plain: Uint8Array, out: Uint8Array): number {
    return this.#sending.seal(this.#clock(), NOTHING, plain, out);
  }

  open(packet: Uint8Array, out: Uint8Array): number {
    const header = this.#wire.readHeader(packet);
    const key = sessionKey(header);
    const now = this.#clock();
    const known = [this.#current, this.#old].find((session) => session?.key === key);
    if (known) {
      const size = known.receiving.open(header, packet, now, this.#id, out);
      known.lastSeen = now;
      return size;
    }
    return this.#openFirst({ key, receiving: this.#receive(header), lastSeen: now }, header, packet, out);
  }

  close(): void {
    this.#wire.close();
  }

  #receive(header: Uint8Array): ReceivingSession {
    if (this.#old !== null && this.#clock() - this.#old.lastSeen < OLD_SESSION_HOLD) {
      throw new CipherError("protocol", "Cannot open the datagram: the server has changed its session too soon");
    }
    return new ReceivingSession(this.#wire.opener(this.#key, copySmall(header.subarray(0, this.#id.length))));
  }

  /** A session counts once its first datagram has proved to be the server's. */
  #openFirst(session: ServerSession, header: Uint8Array, packet: Uint8Array, out: Uint8Array): number {
    const size = session.receiving.open(header, packet, session.lastSeen, this.#id, out);
    this.#old = this.#current;
    this.#current = session;
    return size;
  }
}
