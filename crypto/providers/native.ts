/** Ciphers by the system's libcrypto: the fastest there is, where it can be opened. @module */

import type { DeriveSubkey } from "../keys.ts";
import type { AeadName } from "../methods.ts";
import { checkKey } from "./checks.ts";
import { hkdfBy } from "./hkdf_sha1.ts";
import { type Libcrypto, openLibcrypto } from "./libcrypto.ts";
import { NativeAead, NativeCcm } from "./native_aead.ts";
import { makeNativeBlock } from "./native_block.ts";
import { findIn } from "./native_ciphers.ts";
import { nativeSha1 } from "./native_sha1.ts";
import { nativeStreams } from "./native_stream.ts";
import { NativeXchacha } from "./native_xchacha.ts";
import type { LibraryPath, MakeAead, Provider } from "./types.ts";

/** How libcrypto serves a cipher. */
interface NativeRow {
  readonly Cipher: typeof NativeAead | typeof NativeCcm;
  /** Its name in OpenSSL. */
  readonly openssl: string;
  /** Bytes of its key: C reads as many as that, however many there are. */
  readonly keySize: number;
}

const AEADS: Partial<Record<AeadName, NativeRow>> = {
  "aes-128-gcm": { Cipher: NativeAead, openssl: "AES-128-GCM", keySize: 16 },
  "aes-192-gcm": { Cipher: NativeAead, openssl: "AES-192-GCM", keySize: 24 },
  "aes-256-gcm": { Cipher: NativeAead, openssl: "AES-256-GCM", keySize: 32 },
  "aes-128-ccm": { Cipher: NativeCcm, openssl: "AES-128-CCM", keySize: 16 },
  "aes-256-ccm": { Cipher: NativeCcm, openssl: "AES-256-CCM", keySize: 32 },
  "chacha20-poly1305": { Cipher: NativeAead, openssl: "ChaCha20-Poly1305", keySize: 32 },
  "xchacha20-poly1305": { Cipher: NativeXchacha, openssl: "ChaCha20-Poly1305", keySize: 32 },
};

/**
 * The provider.
 *
 * @param path the libcrypto that serves; the newest of the system's unless given
 * @throws {ProviderError} when libcrypto cannot be opened.
 */
export async function loadNative(path?: LibraryPath): Promise<Provider> {
  const lib = openLibcrypto(path);
  return {
    name: "native",
    source: lib.path,
    aead: (name) => nativeAead(lib, name),
    stream: nativeStreams(lib),
    aesBlock: makeNativeBlock(lib, findIn(lib)),
    deriveSubkey: await deriveSubkeyBy(lib),
  };
}

/** HKDF over the library's SHA-1, or where that is hidden without the library. */
async function deriveSubkeyBy(lib: Libcrypto): Promise<DeriveSubkey> {
  const sha1 = nativeSha1(lib);
  return sha1 === null ? (await import("./noble_hkdf.ts")).deriveSubkey : hkdfBy(sha1);
}

function nativeAead(lib: Libcrypto, name: AeadName): MakeAead | null {
  const row = AEADS[name];
  const cipher = row === undefined ? null : findIn(lib)(row.openssl);
  if (row === undefined || cipher === null) return null;
  const native = { lib, cipher, spares: [] };
  return (key) => {
    checkKey(row.keySize, key);
    return new row.Cipher(native, key);
  };
}
