/** The server's end of SIP022 datagrams: a session of ours for each of the clients'. @module */

import { BODY_OVERHEAD, SESSION_ID_SIZE } from "./packet_body.ts";
import { newSessionId, ReceivingSession, SendingSession, sessionKey } from "./packet_sessions.ts";
import type { OpenedPacket, PacketServer, PacketSession } from "./packets.ts";
import type { PacketWire } from "./packet_wire.ts";
import { EndedSessions } from "./ended_sessions.ts";
import type { User2022 } from "./server_2022.ts";
import { copySmall } from "./small.ts";
import { CipherError } from "./types.ts";

const NOTHING = new Uint8Array(0);

/**
 * The datagrams of one port.
 *
 * @param wire closed with it
 * @param key the server's own key, where there are no users
 * @param clock Unix seconds, now
 * @param ended the port's sessions that have ended before
 */
export function packetServer2022(
  wire: PacketWire,
  key: Uint8Array,
  clock: () => number,
  ended = new EndedSessions(),
): PacketServer {
  return new Server(wire, key, clock, ended);
}

class Server implements PacketServer {
  readonly #wire: PacketWire;
  readonly #key: Uint8Array;
  readonly #clock: () => number;
  readonly #sessions = new Map<string, Session>();
  readonly #ended: EndedSessions;

  constructor(wire: PacketWire, key: Uint8Array, clock: () => number, ended: EndedSessions) {
    this.#wire = wire;
    this.#key = key;
    this.#clock = clock;
    this.#ended = ended;
  }

  open(packet: Uint8Array, _client: string, out: Uint8Array): OpenedPacket {
    const header = this.#wire.readHeader(packet);
    const user = this.#wire.identify(packet, header);
    const key = user === null ? sessionKey(header) : `${sessionKey(header)} ${user.name}`;
    const now = this.#clock();
    const known = this.#sessions.get(key);
    const session = known ?? this.#begin(key, user, header);
    try {
      const size = session.receiving.open(header, packet, now, NOTHING, out);
      // A session counts once its first datagram has proved to be a client's.
      if (known === undefined) this.#sessions.set(key, session);
      return { session, size };
    } catch (cause) {
      // It is not the user's doing before that: whoever knows the server's key can put any user's name on a datagram.
      if (cause instanceof CipherError && (cause.fault === "protocol" || cause.fault === "clock")) {
        cause.user = user?.name;
      }
      throw cause;
    }
  }

  close(): void {
    this.#sessions.clear();
    this.#wire.close();
  }

  #begin(key: string, user: User2022 | null, header: Uint8Array): Session {
    return new Session({
      key,
      user: user?.name,
      userKey: user?.key ?? this.#key,
      wire: this.#wire,
      clientId: copySmall(header.subarray(0, SESSION_ID_SIZE)),
      floor: this.#ended.newestOf(key),
      clock: this.#clock,
      onClose: (session) => this.#end(session),
    });
  }

  /** Its datagrams may not be repeated once it is gone: the next session of its id goes on from there. */
  #end(session: Session): void {
    if (this.#sessions.get(session.key) !== session) return;
    this.#sessions.delete(session.key);
    // In whole seconds, as timestamps are: it is remembered through the last one in which one of them can pass.
    this.#ended.add(session.key, session.receiving.newest, Math.floor(this.#clock()));
  }
}

/** What a session is made of. */
interface SessionParts {
  readonly key: string;
  readonly user: string | undefined;
  readonly userKey: Uint8Array;
  readonly wire: PacketWire;
  readonly clientId: Uint8Array;
  /** The newest id of its former life. */
  readonly floor: number;
  readonly clock: () => number;
  readonly onClose: (session: Session) => void;
}

/** Seconds for which a client keeps to a session of ours before it takes a third one (SIP022 §3.2.4). */
const LEAST_SILENCE = 60;

class Session implements PacketSession {
  readonly key: string;
  readonly user: string | undefined;
  readonly overhead: number;
  readonly leastSilence = LEAST_SILENCE;
  readonly receiving: ReceivingSession;
  readonly #clientId: Uint8Array;
  readonly #makeSending: () => SendingSession;
  /** Made for the first answer: most datagrams that begin a session are forgeries, and get none. */
  #sending: SendingSession | null = null;
  readonly #clock: () => number;
  readonly #onClose: (session: Session) => void;

  constructor({ key, user, userKey, wire, clientId, floor, clock, onClose }: SessionParts) {
    this.key = key;
    this.user = user;
    this.overhead = wire.overhead + BODY_OVERHEAD;
    this.receiving = new ReceivingSession(wire.opener(userKey, clientId), floor);
    this.#clientId = clientId;
    const id = newSessionId();
    this.#makeSending = () => new SendingSession(id, wire.sealer(userKey, id));
    this.#clock = clock;
    this.#onClose = onClose;
  }

  seal(plain: Uint8Array, out: Uint8Array): number {
    this.#sending ??= this.#makeSending();
    return this.#sending.seal(this.#clock(), this.#clientId, plain, out);
  }

  close(): void {
    this.#onClose(this);
  }
}
