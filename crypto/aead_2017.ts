/**
 * AEAD streams of 2017 (SIP004). Each direction:
 *
 * ```text
 * +------+-------+-------+-----
 * | salt | chunk | chunk | ...
 * +------+-------+-------+-----
 * ```
 *
 * The plaintext of a request begins with the target's address.
 *
 * @module
 */

import { CHUNK_LENGTH_SIZE, CHUNK_OVERHEAD, ChunkOpener, ChunkSealer } from "./chunks.ts";
import type { DeriveSubkey } from "./keys.ts";
import type { MethodRow } from "./methods.ts";
import type { MakeAead } from "./providers/types.ts";
import type { SaltPool } from "./salt_pool.ts";
import { copySmall } from "./small.ts";
import { CipherError, type Crypt, type Opener, type Sealer, type StreamMethod } from "./types.ts";
import { UnitReader } from "./units.ts";
import type { User2017, Users2017 } from "./users_2017.ts";

/** Bytes in the largest payload of a chunk: 0x3FFF. */
export const MAX_PAYLOAD = 0x3fff;

const NOTHING = new Uint8Array(0);

/** What both directions of every connection of one port share. */
export interface Aead2017Keys {
  /** The method's row. */
  readonly row: MethodRow;
  /** Whose keys open what comes in; a client has one. */
  readonly users: Users2017;
  /** Makes the cipher of one direction. */
  readonly makeAead: MakeAead;
  /** Makes its key. */
  readonly deriveSubkey: DeriveSubkey;
  /** The salts seen, ours too: what we sent must not be accepted when somebody sends it back. */
  readonly salts: SaltPool;
}

/** Whose connection it is, once that is known: the answer is sealed under the same user's key. */
interface Session {
  user: User2017 | undefined;
}

/** The method under its keys. */
export function aead2017(keys: Aead2017Keys): StreamMethod {
  return {
    inbound: (client) => pair(keys, NOTHING, client),
    outbound: (target) => pair(keys, target, ""),
  };
}

function pair(keys: Aead2017Keys, header: Uint8Array, client: string): Crypt {
  const session: Session = { user: keys.users.only };
  return { opener: new Aead2017Opener(keys, session, client), sealer: new Aead2017Sealer(keys, session, header) };
}

class Aead2017Sealer implements Sealer {
  readonly #keys: Aead2017Keys;
  readonly #session: Session;
  #header: Uint8Array;
  #chunks: ChunkSealer | null = null;
  #closed = false;

  constructor(keys: Aead2017Keys, session: Session, header: Uint8Array) {
    this.#keys = keys;
    this.#session = session;
    this.#header = header;
  }

  bound(length: number): number {
    if (this.#chunks !== null) return this.#chunks.bound(length);
    const size = this.#header.length + length;
    return this.#keys.row.saltSize + size + Math.ceil(size / MAX_PAYLOAD) * CHUNK_OVERHEAD;
  }

  seal(input: Uint8Array, out: Uint8Array): number {
    return this.#chunks === null ? this.#sealFirst(input, out) : this.#chunks.seal(input, out, 0);
  }

  close(): void {
    this.#closed = true;
    this.#chunks?.close();
  }

  /** Salt, header and the first payload: one run of bytes, for one write. */
  #sealFirst(input: Uint8Array, out: Uint8Array): number {
    if (this.#closed) throw new Error("Cannot seal: the sealer is closed");
    const { makeAead, deriveSubkey, salts, row } = this.#keys;
    const { masterKey } = this.#session.user!;
    const salt = crypto.getRandomValues(out.subarray(0, row.saltSize));
    salts.add(salt);
    this.#chunks = new ChunkSealer(makeAead(deriveSubkey(masterKey, salt)), MAX_PAYLOAD);
    if (this.#header.length === 0) return this.#chunks.seal(input, out, salt.length);
    const first = new Uint8Array(this.#header.length + input.length);
    first.set(this.#header);
    first.set(input, this.#header.length);
    this.#header = NOTHING;
    return this.#chunks.seal(first, out, salt.length);
  }
}

class Aead2017Opener implements Opener {
  readonly #keys: Aead2017Keys;
  readonly #session: Session;
  readonly #client: string;
  readonly #units = new UnitReader();
  #chunks: ChunkOpener | null = null;
  /** The peer's salt until its first chunk has proved that the peer holds the key. */
  #unproved: Uint8Array | null = null;
  #proved = false;
  #closed = false;

  constructor(keys: Aead2017Keys, session: Session, client: string) {
    this.#keys = keys;
    this.#session = session;
    this.#client = client;
  }

  get user(): string | undefined {
    return this.#proved ? this.#session.user?.name : undefined;
  }

  bound(length: number): number {
    return this.#units.pending + length;
  }

  open(input: Uint8Array, out: Uint8Array): number {
    if (this.#closed) throw new Error("Cannot open: the opener is closed");
    this.#units.feed(input);
    const chunks = this.#chunks ?? this.#begin();
    if (chunks === null) return 0;
    let at = 0;
    for (;;) {
      const end = chunks.openNext(this.#units, out, at);
      if (end < 0) return at;
      if (this.#unproved !== null) this.#admit(this.#unproved);
      at = end;
    }
  }

  end(): void {
    if (this.#units.pending > 0 || this.#chunks?.betweenChunks === false) {
      throw new CipherError("truncated", "Cannot open the stream: it ended inside a chunk");
    }
  }

  close(): void {
    this.#closed = true;
    this.#chunks?.close();
    this.#units.close();
  }

  #begin(): ChunkOpener | null {
    if (this.#unproved === null) {
      const salt = this.#units.take(this.#keys.row.saltSize);
      if (salt === null) return null;
      this.#unproved = copySmall(salt);
    }
    const { user } = this.#session;
    this.#chunks = user === undefined ? this.#findUser(this.#unproved) : this.#chunksOf(user, this.#unproved);
    return this.#chunks;
  }

  #chunksOf({ masterKey }: User2017, salt: Uint8Array): ChunkOpener {
    const { makeAead, deriveSubkey } = this.#keys;
    return new ChunkOpener(makeAead(deriveSubkey(masterKey, salt)), MAX_PAYLOAD);
  }

  /** The chunks under the key of the user whose tag the first length bears; null until that has come. */
  #findUser(salt: Uint8Array): ChunkOpener | null {
    const { users } = this.#keys;
    const length = this.#units.take(CHUNK_LENGTH_SIZE);
    if (length === null) return null;
    for (const user of users.candidates(this.#client)) {
      const chunks = this.#chunksOf(user, salt);
      if (this.#opensLength(chunks, length)) {
        users.found(this.#client, user);
        this.#session.user = user;
        return chunks;
      }
    }
    throw new CipherError("authentication", "Cannot open the stream: no user's key fits it");
  }

  /** Whether the length is of this key; if not, the chunks are closed. */
  #opensLength(chunks: ChunkOpener, length: Uint8Array): boolean {
    let opened = false;
    try {
      return opened = chunks.openLength(length);
    } finally {
      if (!opened) chunks.close();
    }
  }

  #admit(salt: Uint8Array): void {
    this.#unproved = null;
    this.#proved = true;
    if (!this.#keys.salts.add(salt)) {
      throw new CipherError("replay", "Cannot open the stream: its salt has been seen before");
    }
  }
}
