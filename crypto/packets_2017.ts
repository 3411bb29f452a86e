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
import type { SaltSpans } from "./salt_spans.ts";
import { SeenSalts } from "./seen_salts.ts";
import { type Aead, CipherError } from "./types.ts";
import type { User2017 } from "./users_2017.ts";

const TAG_SIZE = 16;

/** What datagrams need of a port's keys. */
export interface Packet2017Keys extends Omit<Aead2017Keys, "salts"> {
  /** The salts seen in all associations, ours too: a datagram must not pass again from another address. */
  readonly seen: SaltSpans;
}

/** The client's end of an association. */
export function packetClient2017(keys: Packet2017Keys): PacketClient {
  const user = keys.users.only!;
  const seen = new SeenSalts();
  const cipher = new DatagramCipher(keys);
  return {
    overhead: overhead(keys),
    seal: (plain, out) => cipher.seal(user, seen, plain, out),
    open(packet, out) {
      const size = cipher.open(user, packet, out);
      if (size < 0) wrongTag();
      const salt = packet.subarray(0, keys.row.saltSize);
      enter(keys.seen, salt);
      enter(seen, salt);
      return size;
    },
    close: () => cipher.close(),
  };
}

/** The server's end of a port. */
export function packetServer2017(keys: Packet2017Keys): PacketServer {
  return new Server(keys);
}

class Server implements PacketServer {
  readonly #keys: Packet2017Keys;
  readonly #cipher: DatagramCipher;
  readonly #sessions = new Map<string, Session>();

  constructor(keys: Packet2017Keys) {
    this.#keys = keys;
    this.#cipher = new DatagramCipher(keys);
  }

  open(packet: Uint8Array, client: string, out: Uint8Array): OpenedPacket {
    const { users } = this.#keys;
    if (users.only !== undefined) return this.#accept(packet, client, out, users.only) ?? wrongTag();
    for (const user of users.candidates(client)) {
      const opened = this.#accept(packet, client, out, user);
      if (opened === null) continue;
      users.found(client, user);
      return opened;
    }
    return wrongTag();
  }

  close(): void {
    this.#sessions.clear();
    this.#cipher.close();
  }

  /** Opens a datagram under a user's key; null when that does not fit. */
  #accept(packet: Uint8Array, client: string, out: Uint8Array, user: User2017): OpenedPacket | null {
    const size = this.#cipher.open(user, packet, out);
    if (size < 0) return null;
    const salt = packet.subarray(0, this.#keys.row.saltSize);
    enter(this.#keys.seen, salt);
    const session = this.#session(client, user);
    enter(session.seen, salt);
    return { session, size };
  }

  #session(client: string, user: User2017): Session {
    const key = user.name === undefined ? client : `${client} ${user.name}`;
    let session = this.#sessions.get(key);
    if (session === undefined) {
      session = new Session(key, overhead(this.#keys), this.#cipher, user, (closed) => {
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
  readonly #cipher: DatagramCipher;
  readonly #user: User2017;
  readonly #onClose: (session: Session) => void;

  constructor(
    key: string,
    overhead: number,
    cipher: DatagramCipher,
    user: User2017,
    onClose: (session: Session) => void,
  ) {
    this.key = key;
    this.user = user.name;
    this.overhead = overhead;
    this.#cipher = cipher;
    this.#user = user;
    this.#onClose = onClose;
  }

  seal(plain: Uint8Array, out: Uint8Array): number {
    return this.#cipher.seal(this.#user, this.seen, plain, out);
  }

  close(): void {
    this.#onClose(this);
  }
}

function overhead({ row }: Packet2017Keys): number {
  return row.saltSize + TAG_SIZE;
}

/** The one cipher of a port, keyed anew for each datagram. */
class DatagramCipher {
  readonly #keys: Packet2017Keys;
  readonly #aead: Aead;
  readonly #nonce: Uint8Array;

  constructor(keys: Packet2017Keys) {
    this.#keys = keys;
    this.#aead = keys.makeAead(new Uint8Array(keys.row.keySize));
    // Native code reads it: of more than 64 bytes, so that it stays put.
    this.#nonce = new Uint8Array(128).subarray(0, this.#aead.nonceSize);
  }

  /** Our own salts are entered too: what we sent must not be accepted when somebody sends it back. */
  seal({ masterKey }: User2017, seen: SeenSalts, plain: Uint8Array, out: Uint8Array): number {
    const { row, deriveSubkey, seen: seenByAll } = this.#keys;
    const salt = crypto.getRandomValues(out.subarray(0, row.saltSize));
    seenByAll.enter(salt);
    seen.enter(salt);
    const size = salt.length + plain.length + TAG_SIZE;
    this.#aead.rekey(deriveSubkey(masterKey, salt));
    this.#aead.seal(this.#nonce, plain, out.subarray(salt.length, size));
    return size;
  }

  /** The plaintext's size, or -1 when this user's key does not fit. */
  open({ masterKey }: User2017, packet: Uint8Array, out: Uint8Array): number {
    const { row, deriveSubkey } = this.#keys;
    const size = packet.length - overhead(this.#keys);
    if (size < 0) throw new CipherError("authentication", "Cannot open the datagram: it is too short");
    const salt = packet.subarray(0, row.saltSize);
    this.#aead.rekey(deriveSubkey(masterKey, salt));
    return this.#aead.open(this.#nonce, packet.subarray(salt.length), out.subarray(0, size)) ? size : -1;
  }

  close(): void {
    this.#aead.close();
  }
}

function enter(seen: SeenSalts | SaltSpans, salt: Uint8Array): void {
  if (seen.enter(salt)) return;
  throw new CipherError("replay", "Cannot open the datagram: its salt has been seen before");
}

function wrongTag(): never {
  throw new CipherError("authentication", "Cannot open the datagram: its tag is wrong");
}
