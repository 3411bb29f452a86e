/**
 * AEAD datagrams of 2017 (SIP004):
 *
 * ```text
 * +------+------------------+-----+
 * | salt | address, payload | tag |
 * +------+------------------+-----+
 * ```
 *
 * Each has a key of its own, so the nonce is zero.
 *
 * @module
 */

import type { Aead2017Keys } from "./aead_2017.ts";
import type { OpenedPacket, PacketClient, PacketServer, PacketSession } from "./packets.ts";
import { SeenSalts } from "./seen_salts.ts";
import { CipherError } from "./types.ts";
import type { User2017 } from "./users_2017.ts";

const TAG_SIZE = 16;
const ZEROS = new Uint8Array(128);

/** What datagrams need of a port's keys. */
export type Packet2017Keys = Omit<Aead2017Keys, "salts">;

/** The client's end of an association. */
export function packetClient2017(keys: Packet2017Keys): PacketClient {
  const user = keys.users.only!;
  const seen = new SeenSalts();
  return {
    overhead: overhead(keys),
    seal: (plain, out) => seal(keys, user, seen, plain, out),
    open(packet, out) {
      const size = open(keys, user, packet, out);
      if (size < 0) throw wrongTag();
      enter(seen, keys, packet);
      return size;
    },
    close() {},
  };
}

/** The server's end of a port. */
export function packetServer2017(keys: Packet2017Keys): PacketServer {
  return new Server(keys);
}

class Server implements PacketServer {
  readonly #keys: Packet2017Keys;
  readonly #sessions = new Map<string, Session>();

  constructor(keys: Packet2017Keys) {
    this.#keys = keys;
  }

  open(packet: Uint8Array, client: string, out: Uint8Array): OpenedPacket {
    const { users } = this.#keys;
    for (const user of users.candidates(client)) {
      const size = open(this.#keys, user, packet, out);
      if (size < 0) continue;
      users.found(client, user);
      const session = this.#session(client, user);
      enter(session.seen, this.#keys, packet);
      return { session, size };
    }
    throw wrongTag();
  }

  close(): void {
    this.#sessions.clear();
  }

  #session(client: string, user: User2017): Session {
    const key = user.name === undefined ? client : `${client} ${user.name}`;
    let session = this.#sessions.get(key);
    if (session === undefined) {
      session = new Session(key, this.#keys, user, (closed) => {
        // Closed a second time, it may have a successor.
        if (this.#sessions.get(key) === closed) this.#sessions.delete(key);
      });
      this.#sessions.set(key, session);
    }
    return session;
  }
}

class Session implements PacketSession {
  readonly key: string;
  readonly user: string | undefined;
  readonly overhead: number;
  readonly seen = new SeenSalts();
  readonly #keys: Packet2017Keys;
  readonly #user: User2017;
  readonly #onClose: (session: Session) => void;

  constructor(key: string, keys: Packet2017Keys, user: User2017, onClose: (session: Session) => void) {
    this.key = key;
    this.user = user.name;
    this.overhead = overhead(keys);
    this.#keys = keys;
    this.#user = user;
    this.#onClose = onClose;
  }

  seal(plain: Uint8Array, out: Uint8Array): number {
    return seal(this.#keys, this.#user, this.seen, plain, out);
  }

  close(): void {
    this.#onClose(this);
  }
}

function overhead({ row }: Packet2017Keys): number {
  return row.saltSize + TAG_SIZE;
}

/** Our own salts are entered too: what we sent must not be accepted when somebody sends it back. */
function seal(keys: Packet2017Keys, user: User2017, seen: SeenSalts, plain: Uint8Array, out: Uint8Array): number {
  const salt = crypto.getRandomValues(out.subarray(0, keys.row.saltSize));
  seen.enter(salt);
  const size = salt.length + plain.length + TAG_SIZE;
  const aead = keys.makeAead(keys.deriveSubkey(user.masterKey, salt));
  aead.seal(ZEROS.subarray(0, aead.nonceSize), plain, out.subarray(salt.length, size));
  aead.close();
  return size;
}

/** The plaintext's size, or -1 when this user's key does not fit. */
function open(keys: Packet2017Keys, user: User2017, packet: Uint8Array, out: Uint8Array): number {
  const size = packet.length - overhead(keys);
  if (size < 0) throw new CipherError("authentication", "Cannot open the datagram: it is too short");
  const salt = packet.subarray(0, keys.row.saltSize);
  const aead = keys.makeAead(keys.deriveSubkey(user.masterKey, salt));
  const opened = aead.open(ZEROS.subarray(0, aead.nonceSize), packet.subarray(salt.length), out.subarray(0, size));
  aead.close();
  return opened ? size : -1;
}

function enter(seen: SeenSalts, { row }: Packet2017Keys, packet: Uint8Array): void {
  if (seen.enter(packet.subarray(0, row.saltSize))) return;
  throw new CipherError("replay", "Cannot open the datagram: its salt has been seen before");
}

function wrongTag(): CipherError {
  return new CipherError("authentication", "Cannot open the datagram: its tag is wrong");
}
