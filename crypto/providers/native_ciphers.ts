/** How ciphers are found in libcrypto, by the names that OpenSSL and we share. @module */

import type { Pointer } from "#ffi";
import { cString, type Libcrypto } from "./libcrypto.ts";

/** Finds a cipher by its name, in any case; null where this libcrypto does not have it. */
export type FindCipher = (name: string) => Pointer | null;

/** Finds what libcrypto itself has. */
export function findIn(lib: Libcrypto): FindCipher {
  const { fetching } = lib;
  if (fetching === null) return (name) => lib.EVP_get_cipherbyname(cString(name));
  return (name) => fetching.EVP_CIPHER_fetch(null, cString(name), null);
}

/**
 * Finds what OpenSSL 3 has moved to its legacy provider (Blowfish, CAST5, DES, IDEA, RC2, SEED, RC4); 1.1 has it in
 * libcrypto itself. The provider is loaded when first asked for, into a library context of our own: loaded into the
 * global one it would switch the default provider off.
 */
export function findLegacyIn(lib: Libcrypto): FindCipher {
  const { fetching } = lib;
  if (fetching === null) return findIn(lib);
  let context: Pointer | null | undefined;
  return (name) => {
    if (context === undefined) context = loadLegacy(fetching);
    return context === null ? null : fetching.EVP_CIPHER_fetch(context, cString(name), null);
  };
}

/** A library context with the legacy provider in it, for as long as the process lives; null where that is absent. */
function loadLegacy({ OSSL_LIB_CTX_new, OSSL_PROVIDER_load }: NonNullable<Libcrypto["fetching"]>): Pointer | null {
  const context = OSSL_LIB_CTX_new();
  return context !== null && OSSL_PROVIDER_load(context, cString("legacy")) !== null ? context : null;
}
