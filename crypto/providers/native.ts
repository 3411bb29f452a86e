/** Ciphers by the system's libcrypto: the fastest there is, where it can be opened. @module */

import type { AeadName } from "../methods.ts";
import { type Libcrypto, openLibcrypto } from "./libcrypto.ts";
import { NativeAead, NativeCcm } from "./native_aead.ts";
import { makeNativeBlock } from "./native_block.ts";
import { findIn } from "./native_ciphers.ts";
import { deriveSubkey } from "../keys.ts";
import { makeHkdfSha1 } from "./native_hkdf.ts";
import { nativeStreams } from "./native_stream.ts";
import { NativeXchacha } from "./native_xchacha.ts";
import type { MakeAead, Provider } from "./types.ts";

/** Who serves a cipher, and its name in OpenSSL. */
const AEADS: Partial<Record<AeadName, readonly [typeof NativeAead | typeof NativeCcm, string]>> = {
  "aes-128-gcm": [NativeAead, "AES-128-GCM"],
  "aes-192-gcm": [NativeAead, "AES-192-GCM"],
  "aes-256-gcm": [NativeAead, "AES-256-GCM"],
  "aes-128-ccm": [NativeCcm, "AES-128-CCM"],
  "aes-256-ccm": [NativeCcm, "AES-256-CCM"],
  "chacha20-poly1305": [NativeAead, "ChaCha20-Poly1305"],
  "xchacha20-poly1305": [NativeXchacha, "ChaCha20-Poly1305"],
};

/**
 * The provider.
 *
 * @throws {ProviderError} when libcrypto cannot be opened.
 */
export function loadNative(): Provider {
  const lib = openLibcrypto();
  return {
    name: "native",
    source: lib.path,
    aead: (name) => nativeAead(lib, name),
    stream: nativeStreams(lib),
    aesBlock: makeNativeBlock(lib, findIn(lib)),
    deriveSubkey: makeHkdfSha1(lib) ?? deriveSubkey,
  };
}

function nativeAead(lib: Libcrypto, name: AeadName): MakeAead | null {
  const [Cipher, openssl] = AEADS[name] ?? [];
  const cipher = openssl === undefined ? null : findIn(lib)(openssl);
  return Cipher === undefined || cipher === null ? null : (key) => new Cipher(lib, cipher, key);
}
