/**
 * AES datagrams of SIP022: one block hides the separate header, whose end is the body's nonce.
 *
 * ```text
 * separate header (16) | identity headers (16 each) | body, tag
 * ```
 *
 * @module
 */

import type { Method2022 } from "./aead_2022.ts";
import type { IdentityTable } from "./identities.ts";
import { IDENTITY_SIZE, identityHash, sessionSubkey } from "./keys_2022.ts";
import { SEPARATE_HEADER_SIZE } from "./packet_body.ts";
import { type BodyOpener, type BodySealer, type PacketWire, TAG_SIZE } from "./packet_wire.ts";
import type { AesBlock } from "./providers/types.ts";
import type { User2022 } from "./server_2022.ts";
import { SharedAeads, type Turn } from "./shared_aeads.ts";
import { CipherError } from "./types.ts";

/** An identity header: the block that seals it, and the hash that it says. */
interface Identity {
  readonly block: AesBlock;
  readonly hash: Uint8Array;
}

/** The server's side: headers are hidden under the server's key; answers under the user's, without identity headers. */
export function aesServerWire(method: Method2022, key: Uint8Array, users: IdentityTable<User2022> | null): PacketWire {
  const block = method.makeBlock(key);
  const blocks = new UserBlocks(method, key, block);
  const bodies = new SharedAeads(method.makeAead);
  const scratch = new Uint8Array(SEPARATE_HEADER_SIZE);
  const identity = new Uint8Array(IDENTITY_SIZE);
  const identities = users === null ? 0 : 1;
  const bodyAt = SEPARATE_HEADER_SIZE + identities * IDENTITY_SIZE;
  return {
    overhead: SEPARATE_HEADER_SIZE + TAG_SIZE,
    readHeader: (packet) => readHeader(block, packet, bodyAt, scratch),
    identify(packet, header) {
      if (users === null) return null;
      identity.set(packet.subarray(SEPARATE_HEADER_SIZE, bodyAt));
      block.decrypt(identity);
      return findUser(users, xor(identity, header));
    },
    opener: (userKey, id) => new AesOpener(bodies, sessionSubkey(userKey, id), bodyAt),
    sealer: (userKey, id) => new AesSealer(bodies, sessionSubkey(userKey, id), blocks.of(userKey), []),
    close() {
      blocks.close();
      bodies.close();
    },
  };
}

/** The client's side: headers are hidden under the first key of the chain; answers under the user's, which is the last. */
export function aesClientWire(method: Method2022, keys: readonly Uint8Array[]): PacketWire {
  const block = method.makeBlock(keys.at(-1)!);
  const relays = keys.slice(0, -1).map((key, i) => ({
    block: method.makeBlock(key),
    hash: identityHash(keys[i + 1]!),
  }));
  const bodies = new SharedAeads(method.makeAead);
  const scratch = new Uint8Array(SEPARATE_HEADER_SIZE);
  return {
    overhead: SEPARATE_HEADER_SIZE + relays.length * IDENTITY_SIZE + TAG_SIZE,
    readHeader: (packet) => readHeader(block, packet, SEPARATE_HEADER_SIZE, scratch),
    identify: () => null,
    opener: (key, id) => new AesOpener(bodies, sessionSubkey(key, id), SEPARATE_HEADER_SIZE),
    sealer: (key, id) => new AesSealer(bodies, sessionSubkey(key, id), relays[0]?.block ?? block, relays),
    close() {
      block.close();
      bodies.close();
      for (const relay of relays) relay.block.close();
    },
  };
}

/** The blocks that hide the headers of answers, one for each user. */
class UserBlocks {
  readonly #method: Method2022;
  /** By the bytes of their keys: users that stay keep theirs when others come or go. */
  readonly #blocks: Map<string, AesBlock>;

  /** @param block the one under the server's own key; closed with the others */
  constructor(method: Method2022, key: Uint8Array, block: AesBlock) {
    this.#method = method;
    this.#blocks = new Map([[String.fromCharCode(...key), block]]);
  }

  of(key: Uint8Array): AesBlock {
    const name = String.fromCharCode(...key);
    let block = this.#blocks.get(name);
    if (block === undefined) this.#blocks.set(name, block = this.#method.makeBlock(key));
    return block;
  }

  close(): void {
    for (const block of this.#blocks.values()) block.close();
  }
}

/** The nonce of a datagram: the end of its separate header. In memory that stays put, for native code to read. */
const nonce = new Uint8Array(128).subarray(0, SEPARATE_HEADER_SIZE - 4);

class AesSealer implements BodySealer {
  readonly #bodies: SharedAeads;
  readonly #turn: Turn;
  readonly #subkey: Uint8Array;
  /** Hides the header. */
  readonly #block: AesBlock;
  readonly #identities: readonly Identity[];

  constructor(bodies: SharedAeads, subkey: Uint8Array, block: AesBlock, identities: readonly Identity[]) {
    this.#bodies = bodies;
    this.#turn = bodies.join();
    this.#subkey = subkey;
    this.#block = block;
    this.#identities = identities;
  }

  seal(header: Uint8Array, body: Uint8Array, out: Uint8Array): number {
    const separate = out.subarray(0, SEPARATE_HEADER_SIZE);
    separate.set(header);
    this.#block.encrypt(separate);
    let at = SEPARATE_HEADER_SIZE;
    for (const { block, hash } of this.#identities) {
      const identity = out.subarray(at, at + IDENTITY_SIZE);
      identity.set(hash);
      block.encrypt(xor(identity, header));
      at += IDENTITY_SIZE;
    }
    const size = at + body.length + TAG_SIZE;
    nonce.set(header.subarray(4));
    this.#bodies.under(this.#turn, this.#subkey).seal(nonce, body, out.subarray(at, size));
    return size;
  }
}

class AesOpener implements BodyOpener {
  readonly #bodies: SharedAeads;
  readonly #turn: Turn;
  readonly #subkey: Uint8Array;
  readonly #bodyAt: number;

  constructor(bodies: SharedAeads, subkey: Uint8Array, bodyAt: number) {
    this.#bodies = bodies;
    this.#turn = bodies.join();
    this.#subkey = subkey;
    this.#bodyAt = bodyAt;
  }

  open(header: Uint8Array, packet: Uint8Array, out: Uint8Array): number {
    const size = packet.length - this.#bodyAt - TAG_SIZE;
    nonce.set(header.subarray(4));
    const aead = this.#bodies.under(this.#turn, this.#subkey);
    return aead.open(nonce, packet.subarray(this.#bodyAt), out.subarray(0, size)) ? size : -1;
  }
}

function readHeader(block: AesBlock, packet: Uint8Array, bodyAt: number, header: Uint8Array): Uint8Array {
  if (packet.length < bodyAt + TAG_SIZE) {
    throw new CipherError("authentication", "Cannot open the datagram: it is too short");
  }
  header.set(packet.subarray(0, SEPARATE_HEADER_SIZE));
  block.decrypt(header);
  return header;
}

function findUser(users: IdentityTable<User2022>, hash: Uint8Array): User2022 {
  const user = users.find(hash);
  if (user !== undefined) return user;
  throw new CipherError("authentication", "Cannot open the datagram: its identity header names no user");
}

/** Changes `bytes` in place, and returns them. */
function xor(bytes: Uint8Array, other: Uint8Array): Uint8Array {
  for (let i = 0; i < bytes.length; i++) bytes[i]! ^= other[i]!;
  return bytes;
}
