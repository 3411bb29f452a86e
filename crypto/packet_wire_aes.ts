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
import { type BodyCipher, type PacketWire, TAG_SIZE } from "./packet_wire.ts";
import type { AesBlock } from "./providers/types.ts";
import type { User2022 } from "./server_2022.ts";
import { CipherError } from "./types.ts";

/** An identity header: the block that seals it, and the hash that it says. */
interface Identity {
  readonly block: AesBlock;
  readonly hash: Uint8Array;
}

/** The server's side: headers are hidden under the server's key; answers under the user's, without identity headers. */
export function aesServerWire(method: Method2022, key: Uint8Array, users: IdentityTable<User2022> | null): PacketWire {
  const block = method.makeBlock(key);
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
    opener: (userKey, id) => new AesBodies(method, userKey, id, null, [], bodyAt),
    sealer: (userKey, id) => new AesBodies(method, userKey, id, method.makeBlock(userKey), [], bodyAt),
    close: () => block.close(),
  };
}

/** The client's side: headers are hidden under the first key of the chain; answers under the user's, which is the last. */
export function aesClientWire(method: Method2022, keys: readonly Uint8Array[]): PacketWire {
  const block = method.makeBlock(keys.at(-1)!);
  const relays = keys.slice(0, -1).map((key, i) => ({
    block: method.makeBlock(key),
    hash: identityHash(keys[i + 1]!),
  }));
  const scratch = new Uint8Array(SEPARATE_HEADER_SIZE);
  return {
    overhead: SEPARATE_HEADER_SIZE + relays.length * IDENTITY_SIZE + TAG_SIZE,
    readHeader: (packet) => readHeader(block, packet, SEPARATE_HEADER_SIZE, scratch),
    identify: () => null,
    opener: (key, id) => new AesBodies(method, key, id, null, [], SEPARATE_HEADER_SIZE),
    sealer: (key, id) => new AesBodies(method, key, id, method.makeBlock(keys[0]!), relays, SEPARATE_HEADER_SIZE),
    close() {
      block.close();
      for (const relay of relays) relay.block.close();
    },
  };
}

class AesBodies implements BodyCipher {
  readonly #aead;
  readonly #nonce = new Uint8Array(128).subarray(0, SEPARATE_HEADER_SIZE - 4);
  /** Hides the header of what is sealed; ours to free. */
  readonly #headerBlock: AesBlock | null;
  readonly #identities: readonly Identity[];
  readonly #openedAt: number;

  constructor(
    method: Method2022,
    key: Uint8Array,
    sessionId: Uint8Array,
    headerBlock: AesBlock | null,
    identities: readonly Identity[],
    openedAt: number,
  ) {
    this.#aead = method.makeAead(sessionSubkey(key, sessionId));
    this.#headerBlock = headerBlock;
    this.#identities = identities;
    this.#openedAt = openedAt;
  }

  seal(header: Uint8Array, body: Uint8Array, out: Uint8Array): number {
    const separate = out.subarray(0, SEPARATE_HEADER_SIZE);
    separate.set(header);
    this.#headerBlock!.encrypt(separate);
    let at = SEPARATE_HEADER_SIZE;
    for (const { block, hash } of this.#identities) {
      const identity = out.subarray(at, at + IDENTITY_SIZE);
      identity.set(hash);
      block.encrypt(xor(identity, header));
      at += IDENTITY_SIZE;
    }
    const size = at + body.length + TAG_SIZE;
    this.#nonce.set(header.subarray(4));
    this.#aead.seal(this.#nonce, body, out.subarray(at, size));
    return size;
  }

  open(header: Uint8Array, packet: Uint8Array, out: Uint8Array): number {
    const size = packet.length - this.#openedAt - TAG_SIZE;
    this.#nonce.set(header.subarray(4));
    return this.#aead.open(this.#nonce, packet.subarray(this.#openedAt), out.subarray(0, size)) ? size : -1;
  }

  close(): void {
    this.#aead.close();
    this.#headerBlock?.close();
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
