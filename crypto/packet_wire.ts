/** The two ways in which SIP022 puts a session's datagrams on the wire. @module */

import type { User2022 } from "./server_2022.ts";

/** Bytes of every tag. */
export const TAG_SIZE = 16;

/** Seals the bodies of one session; its wire owns what it takes. */
export interface BodySealer {
  /** Seals header and body into `out`, and returns the datagram's size. */
  seal(header: Uint8Array, body: Uint8Array, out: Uint8Array): number;
}

/** Opens the bodies of one session; its wire owns what it takes. */
export interface BodyOpener {
  /** Opens the body of the datagram whose header was read last into `out`; its size, or -1 when the tag is wrong. */
  open(header: Uint8Array, packet: Uint8Array, out: Uint8Array): number;
}

/** One side's way to the wire. Owns native memory until `close()`. */
export interface PacketWire {
  /** The most bytes ahead of a body and behind it. */
  readonly overhead: number;
  /**
   * The session id and packet id of a datagram, valid until the next call.
   *
   * @throws {CipherError} `authentication` when it is not one.
   */
  readHeader(packet: Uint8Array): Uint8Array;
  /**
   * Whose datagram it is; null where one key serves everybody.
   *
   * @throws {CipherError} `authentication` when it names nobody.
   */
  identify(packet: Uint8Array, header: Uint8Array): User2022 | null;
  /** Opens what a session sends us; `key` is its user's. */
  opener(key: Uint8Array, sessionId: Uint8Array): BodyOpener;
  /** Seals what a session of ours sends; `key` is its user's. */
  sealer(key: Uint8Array, sessionId: Uint8Array): BodySealer;
  /** Frees what it and its sessions hold; a second call does nothing. */
  close(): void;
}
