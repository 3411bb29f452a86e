/** The sessions of SIP022 datagrams: one for each side and direction. @module */

import { makeSmall } from "#ffi";
import { getUint32, putUint32 } from "./header_2022.ts";
import { BODY_OVERHEAD, openBody, putBody, SEPARATE_HEADER_SIZE, SESSION_ID_SIZE } from "./packet_body.ts";
import { PacketWindow } from "./packet_window.ts";
import { MAX_DATAGRAM } from "./packets.ts";
import type { BodyOpener, BodySealer } from "./packet_wire.ts";
import { CipherError } from "./types.ts";

/** Bodies are put together here before they are sealed: nothing is sealed while another is. */
const body = new Uint8Array(MAX_DATAGRAM + BODY_OVERHEAD);

/** A random session id. */
export function newSessionId(): Uint8Array {
  return crypto.getRandomValues(makeSmall(SESSION_ID_SIZE));
}

/** The session id in a header, as a key of maps. Asked of every datagram: spreading the bytes would cost more. */
export function sessionKey(header: Uint8Array): string {
  const [high, low] = [getUint32(header, 0), getUint32(header, 4)];
  return String.fromCharCode(high >>> 16, high & 0xffff, low >>> 16, low & 0xffff);
}

/** What a session of ours sends: datagrams that count from 0. */
export class SendingSession {
  readonly #header = makeSmall(SEPARATE_HEADER_SIZE);
  readonly #cipher: BodySealer;
  #next = 0;

  constructor(id: Uint8Array, cipher: BodySealer) {
    this.#header.set(id);
    this.#cipher = cipher;
  }

  /**
   * Seals the next datagram into `out`, and returns its size.
   *
   * @param now Unix seconds
   * @param echo the client's session id, in an answer; empty towards the server
   */
  seal(now: number, echo: Uint8Array, plain: Uint8Array, out: Uint8Array): number {
    putUint32(this.#header, SESSION_ID_SIZE, Math.floor(this.#next / 2 ** 32));
    putUint32(this.#header, SESSION_ID_SIZE + 4, this.#next >>> 0);
    this.#next++;
    return this.#cipher.seal(this.#header, body.subarray(0, putBody(now, echo, plain, body)), out);
  }
}

/** What a session of the peer's sends: each datagram once. */
export class ReceivingSession {
  readonly #cipher: BodyOpener;
  readonly #window: PacketWindow;

  /** @param floor the newest id of its former life, -1 where there was none */
  constructor(cipher: BodyOpener, floor = -1) {
    this.#cipher = cipher;
    this.#window = new PacketWindow(floor);
  }

  /** The newest id that has come. */
  get newest(): number {
    return this.#window.newest;
  }

  /**
   * Opens a datagram into `out`, and returns the size of address and payload.
   *
   * @param header its session id and packet id
   * @param now Unix seconds
   * @param echo our session id, in an answer; empty at the server
   * @throws {CipherError} `replay`, `authentication`, `protocol` or `clock`; its id is entered only when there is none.
   */
  open(header: Uint8Array, packet: Uint8Array, now: number, echo: Uint8Array, out: Uint8Array): number {
    const id = getUint32(header, SESSION_ID_SIZE) * 2 ** 32 + getUint32(header, SESSION_ID_SIZE + 4);
    if (!this.#window.isNew(id)) throw new CipherError("replay", "Cannot open the datagram: its id has been seen");
    const size = this.#cipher.open(header, packet, out);
    if (size < 0) throw new CipherError("authentication", "Cannot open the datagram: its tag is wrong");
    if (!Number.isSafeInteger(id)) throw new CipherError("protocol", "Cannot open the datagram: its id is too large");
    const plain = openBody(out.subarray(0, size), now, echo);
    this.#window.enter(id);
    return plain;
  }
}
