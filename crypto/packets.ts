/**
 * What the UDP relay knows of ciphers: datagrams opened and sealed one at a time, synchronously and without sockets. The
 * plaintext of every datagram is a SOCKS address and the payload.
 *
 * @module
 */

import type { User } from "./types.ts";

/** Bytes of the largest datagram. */
export const MAX_DATAGRAM = 65_535;

/** The client's end of one association. Owns native memory until `close()`. */
export interface PacketClient {
  /** The most bytes that a sealed datagram is longer than its plaintext. */
  readonly overhead: number;
  /** Seals `plain` (address, then payload) into `out`, and returns the datagram's size. */
  seal(plain: Uint8Array, out: Uint8Array): number;
  /**
   * Opens a server's datagram into `out`, and returns the size of address and payload.
   *
   * @throws {CipherError} when it is not one, or has been seen before.
   */
  open(packet: Uint8Array, out: Uint8Array): number;
  /** Frees what it holds; a second call does nothing. */
  close(): void;
}

/** The server's end of one client's datagrams: what the answers are sealed with. */
export interface PacketSession {
  /** Names the association: a client's session (2022), else the client's address and user. */
  readonly key: string;
  /** Who sends, where there are many. */
  readonly user: string | undefined;
  /** Seconds that it must live after its last datagram, where that is told: a client knows it by its id so long. */
  readonly leastSilence?: number;
  /** The most bytes that a sealed datagram is longer than its plaintext. */
  readonly overhead: number;
  /** Seals an answer (the address that it came from, then payload) into `out`, and returns the datagram's size. */
  seal(plain: Uint8Array, out: Uint8Array): number;
  /** Ends the session; a second call does nothing. */
  close(): void;
}

/** A datagram that was opened. */
export interface OpenedPacket {
  /** Whose it is; the same object for every datagram of an association until that is closed. */
  readonly session: PacketSession;
  /** Bytes of address and payload. */
  readonly size: number;
}

/** The server's end of all datagrams of one port. Owns native memory until `close()`. */
export interface PacketServer {
  /**
   * Opens a client's datagram into `out`.
   *
   * @param client the address that it came from
   * @throws {CipherError} when it is not one, or has been seen before.
   */
  open(packet: Uint8Array, client: string, out: Uint8Array): OpenedPacket;
  /**
   * Makes the keys of other users ready, and gives what puts them in the place of those that are: sessions go on, and are
   * their owner's to close. Absent where users are not told apart.
   *
   * @throws {KeyError} when a key is not of its form.
   */
  prepareUsers?(users: readonly User[]): () => void;
  /** Frees what it and its sessions hold; a second call does nothing. */
  close(): void;
}
