/** Identity headers (SIP023): who is meant, in one AES block for each server on the way. @module */

import { IDENTITY_SIZE, identityHash, identitySubkey } from "./keys_2022.ts";
import type { MakeAesBlock } from "./providers/types.ts";

export { hasIdentities } from "./methods.ts";

/** Finds by the hash of a key, in constant time however many there are. */
export class IdentityTable<T> {
  #entries = new Map<string, T>();

  /** Enters what a key stands for. */
  add(key: Uint8Array, value: T): void {
    this.#entries.set(text(identityHash(key)), value);
  }

  /** Takes the entries of another table in the place of its own. */
  replace(other: IdentityTable<T>): void {
    this.#entries = new Map(other.#entries);
  }

  /** What the opened identity header stands for. */
  find(hash: Uint8Array): T | undefined {
    return this.#entries.get(text(hash));
  }
}

/** Opens the identity header of a stream in place: the hash of the next key, if `key` is the one that it was made for. */
export function openIdentity(makeBlock: MakeAesBlock, key: Uint8Array, salt: Uint8Array, header: Uint8Array): void {
  const block = makeBlock(identitySubkey(key, salt));
  block.decrypt(header);
  block.close();
}

/**
 * Puts the identity headers of a stream at `at` and returns where they end: one for each key but the last.
 *
 * @param keys the chain: those of the servers on the way, then the user's own
 */
export function putIdentities(
  makeBlock: MakeAesBlock,
  keys: readonly Uint8Array[],
  salt: Uint8Array,
  out: Uint8Array,
  at: number,
): number {
  for (let i = 0; i + 1 < keys.length; i++) {
    const header = out.subarray(at, at + IDENTITY_SIZE);
    header.set(identityHash(keys[i + 1]!));
    const block = makeBlock(identitySubkey(keys[i]!, salt));
    block.encrypt(header);
    block.close();
    at += IDENTITY_SIZE;
  }
  return at;
}

function text(hash: Uint8Array): string {
  return String.fromCharCode(...hash);
}
