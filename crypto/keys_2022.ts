/** What SIP022 and SIP023 derive from keys, by BLAKE3. @module */

import { blake3 } from "@noble/hashes/blake3.js";

const SESSION = new TextEncoder().encode("shadowsocks 2022 session subkey");
const IDENTITY = new TextEncoder().encode("shadowsocks 2022 identity subkey");

/** Bytes of an identity header, and of the hash in it. */
export const IDENTITY_SIZE = 16;

/** The key of one direction of a stream, or of a session's datagrams, whose session id is then the salt (SIP022 §2.2). */
export function sessionSubkey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return derive(SESSION, key, salt);
}

/** The key that an identity header of a stream is sealed with (SIP023). */
export function identitySubkey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return derive(IDENTITY, key, salt);
}

/** What an identity header says: the first 16 bytes of the hash of the next key (SIP023). */
export function identityHash(key: Uint8Array): Uint8Array {
  return blake3(key).subarray(0, IDENTITY_SIZE);
}

function derive(context: Uint8Array, key: Uint8Array, salt: Uint8Array): Uint8Array {
  const material = new Uint8Array(key.length + salt.length);
  material.set(key);
  material.set(salt, key.length);
  const subkey = blake3(material, { context, dkLen: key.length });
  material.fill(0);
  return subkey;
}
