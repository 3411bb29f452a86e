/** libcrypto, opened, and the functions that we call in it. @module */

import { type Calls, mayOpen, openLibrary } from "#ffi";
import { findLibcrypto } from "./libcrypto_files.ts";
import { tryOpen } from "./try_open.ts";
import { ProviderError } from "./types.ts";

/** OPENSSL_INIT_NO_ATEXIT: the runtime's threads still run while the process exits, and must not meet freed memory. */
const NO_CLEANUP_AT_EXIT = 0x00080000;

const FUNCTIONS = {
  OPENSSL_init_crypto: { parameters: ["usize", "pointer"], result: "i32" },
  EVP_CIPHER_CTX_new: { parameters: [], result: "pointer" },
  EVP_CIPHER_CTX_free: { parameters: ["pointer"], result: "void" },
  EVP_CIPHER_CTX_set_padding: { parameters: ["pointer", "i32"], result: "i32" },
  EVP_CIPHER_CTX_ctrl: { parameters: ["pointer", "i32", "i32", "buffer"], result: "i32" },
  EVP_CipherInit_ex: { parameters: ["pointer", "pointer", "pointer", "buffer", "buffer", "i32"], result: "i32" },
  EVP_CipherUpdate: { parameters: ["pointer", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  EVP_CipherFinal_ex: { parameters: ["pointer", "buffer", "buffer"], result: "i32" },
  EVP_get_cipherbyname: { parameters: ["buffer"], result: "pointer" },
} as const;

/** What only OpenSSL 3 has: ciphers are fetched from a library context that providers are loaded into. */
const FETCH = {
  EVP_CIPHER_fetch: { parameters: ["pointer", "buffer", "buffer"], result: "pointer" },
  OSSL_LIB_CTX_new: { parameters: [], result: "pointer" },
  OSSL_PROVIDER_load: { parameters: ["pointer", "buffer"], result: "pointer" },
} as const;

/** SHA-1 of single blocks: deprecated, so that a libcrypto may be built without it. */
const SHA1 = {
  SHA1_Transform: { parameters: ["buffer", "buffer"], result: "void" },
} as const;

/** libcrypto's functions, by their names in C. */
export type Libcrypto = Calls<typeof FUNCTIONS> & {
  /** The file that was opened. */
  readonly path: string;
  /** OpenSSL 3's way to ciphers, which makes later use of them cheaper; absent in 1.1. */
  readonly fetching: Calls<typeof FETCH> | null;
  /** SHA-1 of single blocks, where it is not hidden. */
  readonly sha1: Calls<typeof SHA1> | null;
};

/**
 * Opens a libcrypto: the one that is named, or else the newest that the system keeps.
 *
 * @throws {ProviderError} when there is none, or when opening it is not permitted.
 */
export function openLibcrypto(path: string = findLibcrypto()): Libcrypto {
  const functions = mustOpen(path);
  functions.OPENSSL_init_crypto(NO_CLEANUP_AT_EXIT, null);
  return { ...functions, path, fetching: tryOpen(path, FETCH), sha1: tryOpen(path, SHA1) };
}

function mustOpen(path: string): Calls<typeof FUNCTIONS> {
  if (!mayOpen(path)) {
    throw new ProviderError(`Cannot open ${path}: native code is not permitted (run with --allow-ffi)`);
  }
  try {
    return openLibrary(path, FUNCTIONS);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new ProviderError(`Cannot open ${path}: expected a libcrypto of OpenSSL, found: ${found}`, { cause });
  }
}

/** A name as C wants it: bytes that end in NUL, in memory that stays put. */
export function cString(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.max(128, text.length + 1));
  new TextEncoder().encodeInto(text, bytes);
  return bytes;
}
