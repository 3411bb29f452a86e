/** Which provider serves an AEAD here. @module */

import { runtime, type RuntimeName } from "#ffi";
import type { AeadName } from "./methods.ts";
import { loadProvider } from "./providers/load.ts";
import { passesSelfTest } from "./providers/self_test.ts";
import { type MakeAead, type Provider, ProviderError, type ProviderName } from "./providers/types.ts";

/**
 * The order in which providers are tried, by what a seal of 16 KiB was measured to cost. libcrypto leads everywhere
 * (2.6 to 3.8 GB/s) because, with FFI, setting only the nonce anew is all that a chunk needs beside the cipher itself.
 */
const ORDER: Readonly<Record<RuntimeName, readonly ProviderName[]>> = {
  // node:crypto makes a cipher object for each chunk: 140 MB/s with AES, 780 with ChaCha20; still 4 times noble.
  deno: ["native", "node", "noble"],
  // node:crypto has no ChaCha20 here and is as fast as libcrypto with AES above 4 KiB, but allocates.
  bun: ["native", "node", "noble"],
};

/** A cipher that can be made here, and who serves it. */
export interface ServedAead {
  /** Makes the cipher under a key. */
  readonly make: MakeAead;
  /** Who serves it. */
  readonly provider: Provider;
}

/**
 * The best provider of a cipher on this machine, or the one that `choice` names. A provider that fails the published
 * vector is passed over.
 *
 * @throws {ProviderError} when none serves it.
 */
export async function serveAead(name: AeadName, choice: ProviderName | "auto" = "auto"): Promise<ServedAead> {
  const reasons: string[] = [];
  for (const candidate of choice === "auto" ? ORDER[runtime] : [choice]) {
    try {
      return await serveBy(candidate, name);
    } catch (cause) {
      if (!(cause instanceof ProviderError)) throw cause;
      reasons.push(cause.message);
    }
  }
  throw new ProviderError(`Cannot serve ${name} here: ${reasons.join("; ")}`);
}

async function serveBy(providerName: ProviderName, name: AeadName): Promise<ServedAead> {
  const provider = await loadProvider(providerName);
  const make = provider.aead(name);
  if (make === null) throw new ProviderError(`${provider.source} does not have it`);
  if (!passesSelfTest(name, make)) throw new ProviderError(`${provider.source} fails its self-test`);
  return { make, provider };
}
