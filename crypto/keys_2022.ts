/** What SIP022 and SIP023 derive from keys, by BLAKE3. @module */

import { blake3 } from "@noble/hashes/blake3.js";
import { copySmall } from "./small.ts";

/** Bytes of an identity header, and of the hash in it. */
export const IDENTITY_SIZE = 16;

/** Bytes that BLAKE3 gives unless it is asked for more. */
const DIGEST_SIZE = 32;

/** Bytes of the longest key and the longest salt together. */
const MAX_INPUT = 64;

/** The hash under way. */
type Hasher = ReturnType<typeof blake3.create>;

/** The key of one direction of a stream, or of a session's datagrams, whose session id is then the salt (SIP022 §2.2). */
export function sessionSubkey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return session.derive(key, salt);
}

/** The key that an identity header of a stream is sealed with (SIP023). */
export function identitySubkey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return identity.derive(key, salt);
}

/** What an identity header says: the first 16 bytes of the hash of the next key (SIP023). */
export function identityHash(key: Uint8Array): Uint8Array {
  return blake3(key).subarray(0, IDENTITY_SIZE);
}

/** Derives under one context, whose own hash is made once: it would take most of the time. */
class Derivation {
  readonly #context: string;
  readonly #input = new Uint8Array(MAX_INPUT);
  readonly #digest = new Uint8Array(DIGEST_SIZE);
  #start: Hasher | null = null;
  #work: Hasher | undefined;

  constructor(context: string) {
    this.#context = context;
  }

  /** As many bytes as the key has. */
  derive(key: Uint8Array, salt: Uint8Array): Uint8Array {
    this.#start ??= blake3.create({ context: new TextEncoder().encode(this.#context) });
    const work = this.#work = this.#start._cloneInto(this.#work);
    // Key and salt are copied: views that the hash makes of small arrays would double their size on Bun.
    const input = this.#input.subarray(0, key.length + salt.length);
    input.set(key);
    input.set(salt, key.length);
    // What it held of the key is wiped with the digest.
    work.update(input).digestInto(this.#digest);
    const subkey = copySmall(this.#digest.subarray(0, key.length));
    input.fill(0);
    this.#digest.fill(0);
    return subkey;
  }
}

const session = new Derivation("shadowsocks 2022 session subkey");
const identity = new Derivation("shadowsocks 2022 identity subkey");
