/** Ciphers by WebAssembly of our own: where native code may not be called, its vectors come nearest to it. @module */

import type { DeriveSubkey } from "../keys.ts";
import type { AeadName } from "../methods.ts";
import { hkdfBy } from "./hkdf_sha1.ts";
import { makeNobleBlock } from "./noble_block.ts";
import { type MakeAead, type Provider, ProviderError } from "./types.ts";
import { type Engine, wasmAead } from "./wasm_aead.ts";
import { chachaEngine, xchachaEngine } from "./wasm_chacha.ts";
import { gcmEngine } from "./wasm_gcm.ts";
import { wasmSha1 } from "./wasm_sha1.ts";

/** HKDF, once somebody has derived a key: methods of 2022 never do. */
let derive: DeriveSubkey | undefined;

/** How each cipher is made. */
const ENGINES: Partial<Record<AeadName, () => Engine>> = {
  "aes-128-gcm": () => gcmEngine(16),
  "aes-192-gcm": () => gcmEngine(24),
  "aes-256-gcm": () => gcmEngine(32),
  "chacha20-poly1305": () => chachaEngine(20),
  "chacha12-poly1305": () => chachaEngine(12),
  "chacha8-poly1305": () => chachaEngine(8),
  "xchacha20-poly1305": () => xchachaEngine(20),
  "xchacha12-poly1305": () => xchachaEngine(12),
  "xchacha8-poly1305": () => xchachaEngine(8),
};

/**
 * The provider. What a cipher needs is made when that is asked for.
 *
 * @throws {ProviderError} when the runtime has no WebAssembly.
 */
export function loadWasm(): Provider {
  if (typeof WebAssembly === "undefined") throw new ProviderError("Cannot run WebAssembly: it is switched off here");
  return {
    name: "wasm",
    source: "WebAssembly",
    aead,
    stream: () => null,
    aesBlock: makeNobleBlock,
    deriveSubkey: (key, salt) => (derive ??= hkdfBy(wasmSha1()))(key, salt),
  };
}

function aead(name: AeadName): MakeAead | null {
  const make = ENGINES[name];
  if (make === undefined) return null;
  try {
    return wasmAead(make());
  } catch (cause) {
    if (!(cause instanceof WebAssembly.CompileError)) throw cause;
    throw new ProviderError("Cannot run WebAssembly: it lacks instructions on vectors here", { cause });
  }
}
