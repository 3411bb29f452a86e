/**
 * The relay role of SIP023: reads the identity header that is meant for us, and takes it out. Answers pass through as
 * they are: they bear no identity headers, and are sealed under the user's key.
 *
 * @module
 */

import { fixedHeaderSize } from "./header_2022.ts";
import { type IdentityTable, openIdentity } from "./identities.ts";
import { IDENTITY_SIZE } from "./keys_2022.ts";
import { SEPARATE_HEADER_SIZE } from "./packet_body.ts";
import type { AesBlock, MakeAesBlock } from "./providers/types.ts";
import { copySmall } from "./small.ts";
import { CipherError } from "./types.ts";

const TAG_SIZE = 16;
const PACKET_IDENTITY_END = SEPARATE_HEADER_SIZE + IDENTITY_SIZE;

/** A server behind us. */
export interface NextServer<T> {
  /** What the caller knows it by. */
  readonly destination: T;
  /** Its own key, which the separate headers of its datagrams are hidden under. */
  readonly key: Uint8Array;
}

/** Where a stream goes, and the head that is to be sent there. */
export interface Routed<T> {
  readonly destination: T;
  /** The first bytes without our identity header. */
  readonly head: Uint8Array;
}

/** Where a datagram goes. */
export interface RoutedPacket<T> {
  readonly destination: T;
  /** Bytes of the datagram that is to be sent there. */
  readonly size: number;
}

/** Knows the servers behind us by the hashes of their keys. Owns native memory until `close()`. */
export class IdentityRouter<T> {
  readonly #key: Uint8Array;
  readonly #makeBlock: MakeAesBlock;
  readonly #servers: IdentityTable<NextServer<T>>;
  /** Our own AES, for datagrams. */
  readonly #block: AesBlock;
  /** Those of the servers behind us, each made for its first datagram. */
  readonly #blocks = new Map<NextServer<T>, AesBlock>();
  readonly #header = new Uint8Array(SEPARATE_HEADER_SIZE);
  readonly #identity = new Uint8Array(IDENTITY_SIZE);
  #closed = false;

  /** @param key our own key, which the identity headers for us are made with */
  constructor(key: Uint8Array, makeBlock: MakeAesBlock, servers: IdentityTable<NextServer<T>>) {
    this.#key = key;
    this.#makeBlock = makeBlock;
    this.#servers = servers;
    this.#block = makeBlock(key);
  }

  /**
   * Where the stream with these first bytes goes. Its salt and its user's proof are for the server there to check.
   *
   * @throws {CipherError} `authentication` when they do not hold a whole head, or name nobody.
   */
  route(bytes: Uint8Array): Routed<T> {
    const saltSize = this.#key.length;
    const identityEnd = saltSize + IDENTITY_SIZE;
    if (bytes.length < identityEnd + fixedHeaderSize(0) + TAG_SIZE) {
      throw new CipherError("authentication", "Cannot pass the stream on: its head did not come whole");
    }
    const identity = copySmall(bytes.subarray(saltSize, identityEnd));
    openIdentity(this.#makeBlock, this.#key, bytes.subarray(0, saltSize), identity);
    const { destination } = this.#find(identity, "stream");
    const head = new Uint8Array(bytes.length - IDENTITY_SIZE);
    head.set(bytes.subarray(0, saltSize));
    head.set(bytes.subarray(identityEnd), saltSize);
    return { destination, head };
  }

  /**
   * Where a client's datagram goes; what is to be sent there is put into `out`, which may not overlap the datagram and
   * need be no longer. Its session, its proof and whether it is new are for the server there to check.
   *
   * @throws {CipherError} `authentication` when it is none, or names nobody.
   */
  routePacket(packet: Uint8Array, out: Uint8Array): RoutedPacket<T> {
    if (this.#closed) throw new Error("Cannot pass the datagram on: the router is closed");
    if (packet.length < PACKET_IDENTITY_END + TAG_SIZE) {
      throw new CipherError("authentication", "Cannot pass the datagram on: it is too short");
    }
    const header = this.#header;
    header.set(packet.subarray(0, SEPARATE_HEADER_SIZE));
    this.#block.decrypt(header);
    const server = this.#find(this.#openPacketIdentity(packet, header), "datagram");
    this.#blockOf(server).encrypt(header);
    out.set(header);
    out.set(packet.subarray(PACKET_IDENTITY_END), SEPARATE_HEADER_SIZE);
    return { destination: server.destination, size: packet.length - IDENTITY_SIZE };
  }

  /** Frees what it holds; a second call does nothing. */
  close(): void {
    this.#closed = true;
    this.#block.close();
    for (const block of this.#blocks.values()) block.close();
  }

  /** The hash of the next key, which the identity header of a datagram hides with the separate header. */
  #openPacketIdentity(packet: Uint8Array, header: Uint8Array): Uint8Array {
    const identity = this.#identity;
    identity.set(packet.subarray(SEPARATE_HEADER_SIZE, PACKET_IDENTITY_END));
    this.#block.decrypt(identity);
    for (let i = 0; i < identity.length; i++) identity[i]! ^= header[i]!;
    return identity;
  }

  #find(hash: Uint8Array, what: "stream" | "datagram"): NextServer<T> {
    const server = this.#servers.find(hash);
    if (server !== undefined) return server;
    throw new CipherError("authentication", `Cannot pass the ${what} on: its identity header names no destination`);
  }

  #blockOf(server: NextServer<T>): AesBlock {
    let block = this.#blocks.get(server);
    if (block === undefined) {
      block = this.#makeBlock(server.key);
      this.#blocks.set(server, block);
    }
    return block;
  }
}
