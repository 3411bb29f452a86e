/** The keys of SIP022 and SIP023: base64 of exactly as many random bytes as the method takes, and chains of them. @module */

import type { MethodRow } from "./methods.ts";

/** A key is not of the form that its method takes. The message says which form that is, and never holds the key. */
export class KeyError extends Error {
  override name = "KeyError";
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/**
 * The keys in a client's password, `key` or `iPSK:…:uPSK`: those of the relays on the way, then the user's own.
 *
 * @throws {KeyError} when one is not base64 of the method's key size.
 */
export function parseKeys(row: MethodRow, password: string): Uint8Array[] {
  return password.split(":").map((part) => parseKey(row, part));
}

/**
 * One key. Standard base64 is what is written; unpadded and URL-safe text is read too.
 *
 * @throws {KeyError} when it is not base64 of the method's key size.
 */
export function parseKey(row: MethodRow, text: string): Uint8Array {
  const key = decode(text);
  if (key?.length === row.keySize) return key;
  throw new KeyError(`Cannot use the key for ${row.name}: ${faultOf(row, key)}`);
}

/** What is wrong with one key, and what is expected: the end of a message. Null when it is of the method's form. */
export function keyFault(row: MethodRow, text: string): string | null {
  const key = decode(text);
  return key?.length === row.keySize ? null : faultOf(row, key);
}

/** A new key for a method, as its configs take it: base64 of random bytes; for a password method, 32 of them. */
export function generateKey({ kind, keySize }: MethodRow): string {
  const bytes = crypto.getRandomValues(new Uint8Array(kind === "aead-2022" ? keySize : 32));
  return btoa(String.fromCharCode(...bytes));
}

function faultOf({ name, keySize }: MethodRow, key: Uint8Array | null): string {
  const got = key === null ? "other text" : `${key.length} bytes`;
  return `expected base64 of ${keySize} bytes (make one with: umbra keygen ${name}), got ${got}`;
}

function decode(text: string): Uint8Array | null {
  if (!BASE64.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
