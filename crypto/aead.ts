/** Which provider serves an AEAD here. @module */

import { runtime, type RuntimeName } from "#ffi";
import type { AeadName } from "./methods.ts";
import { choose, type Served } from "./providers/choose.ts";
import { passesBlockTest, passesSelfTest } from "./providers/self_test.ts";
import type { MakeAead, ProviderChoice, ProviderName } from "./providers/types.ts";

/** The AEADs that share an order. */
type Family = "gcm" | "gcm-siv" | "ccm" | "chacha20" | "chacha8 and 12";

/**
 * The order in which providers are tried, best first, by megabytes a second of sealing 16 KiB (docs/ciphers.md has them
 * all). libcrypto leads because, with FFI, setting only the nonce anew is all that a chunk needs beside the cipher.
 */
const ORDER: Readonly<Record<RuntimeName, Readonly<Record<Family, readonly ProviderName[]>>>> = {
  deno: {
    // 4,600, 360, 220, 55: node:crypto makes a cipher object for each chunk and has no fast AES. It lacks AES-192.
    gcm: ["native", "wasm", "node", "noble"],
    // 55. OpenSSL has it from 3.2 on, with calls of its own.
    "gcm-siv": ["noble"],
    // 1,300 and 950 by the size of the key; ours 85 and 65. node:crypto lacks it.
    ccm: ["native", "noble"],
    // 3,900, 1,000, 1,200, 230; XChaCha20 alike. A chunk is two seals: node:crypto takes 3 µs for the smaller, ours 0.3.
    chacha20: ["native", "wasm", "node", "noble"],
    // 1,600 and 1,370 by the rounds; 270 and 255.
    "chacha8 and 12": ["wasm", "noble"],
  },
  bun: {
    // 4,600, 7,600, 290, 60, but a chunk is two seals, and node:crypto allocates: 0.23 and 3.5 µs by libcrypto, 0.7 and
    // 2.2 by node:crypto. That much it gains above 8 KiB; at 1,400 bytes, a datagram's, it takes twice as long.
    gcm: ["native", "node", "wasm", "noble"],
    // 45.
    "gcm-siv": ["noble"],
    // 1,400 and 1,000; ours 95 and 75. node:crypto lacks it.
    ccm: ["native", "noble"],
    // 4,000, 600, 200; XChaCha20 alike. node:crypto has no ChaCha20 here.
    chacha20: ["native", "wasm", "noble"],
    // 960 and 800; 240 and 220.
    "chacha8 and 12": ["wasm", "noble"],
  },
};

/**
 * The best provider of a cipher on this machine, or the one that `choice` names. A provider that fails the published
 * vector is passed over.
 *
 * @throws {ProviderError} when none serves it.
 */
export function serveAead(name: AeadName, choice: ProviderChoice = "auto"): Promise<Served<MakeAead>> {
  return choose(name, choice === "auto" ? ORDER[runtime][familyOf(name)] : [choice], {
    find: (provider) => provider.aead(name),
    passes: (make, provider) => passesSelfTest(name, make) && passesBlockTest(provider.aesBlock),
  });
}

function familyOf(name: AeadName): Family {
  if (name.endsWith("-gcm-siv")) return "gcm-siv";
  if (name.endsWith("-gcm")) return "gcm";
  if (name.endsWith("-ccm")) return "ccm";
  return name.includes("chacha20-") ? "chacha20" : "chacha8 and 12";
}
