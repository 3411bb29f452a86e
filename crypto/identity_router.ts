/** The relay role of SIP023: reads the identity header that is meant for us, and takes it out. @module */

import { fixedHeaderSize } from "./header_2022.ts";
import { type IdentityTable, openIdentity } from "./identities.ts";
import { IDENTITY_SIZE } from "./keys_2022.ts";
import type { MakeAesBlock } from "./providers/types.ts";
import { CipherError } from "./types.ts";

const TAG_SIZE = 16;

/** Where a stream goes, and the head that is to be sent there. */
export interface Routed<T> {
  readonly destination: T;
  /** The first bytes without our identity header. */
  readonly head: Uint8Array;
}

/** Knows the servers behind us by the hashes of their keys. */
export class IdentityRouter<T> {
  readonly #key: Uint8Array;
  readonly #makeBlock: MakeAesBlock;
  readonly #destinations: IdentityTable<T>;

  /** @param key our own key, which the identity headers for us are made with */
  constructor(key: Uint8Array, makeBlock: MakeAesBlock, destinations: IdentityTable<T>) {
    this.#key = key;
    this.#makeBlock = makeBlock;
    this.#destinations = destinations;
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
    const identity = bytes.slice(saltSize, identityEnd);
    openIdentity(this.#makeBlock, this.#key, bytes.subarray(0, saltSize), identity);
    const destination = this.#destinations.find(identity);
    if (destination === undefined) {
      throw new CipherError("authentication", "Cannot pass the stream on: its identity header names no destination");
    }
    const head = new Uint8Array(bytes.length - IDENTITY_SIZE);
    head.set(bytes.subarray(0, saltSize));
    head.set(bytes.subarray(identityEnd), saltSize);
    return { destination, head };
  }
}
