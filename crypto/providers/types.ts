/** What a provider of ciphers offers. @module */

import type { DeriveSubkey } from "../keys.ts";
import type { AeadName } from "../methods.ts";
import type { Aead } from "../types.ts";

/** A provider's name, as `--crypto` takes it. */
export type ProviderName = "native" | "node" | "noble";

/** Makes the cipher under a key. */
export type MakeAead = (key: Uint8Array) => Aead;

/** One source of ciphers. */
export interface Provider {
  /** Its name. */
  readonly name: ProviderName;
  /** Where it comes from, for the log: a file or a package. */
  readonly source: string;
  /** The factory of a cipher, or null when this provider does not have it. */
  aead(name: AeadName): MakeAead | null;
  /** HKDF-SHA1 as SIP004 uses it. */
  readonly deriveSubkey: DeriveSubkey;
}

/** A provider that was asked for cannot be had here; the message says why. */
export class ProviderError extends Error {
  override name = "ProviderError";
}
