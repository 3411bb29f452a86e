/** From a method's name and a password to the codec of its streams. @module */

import { aead2017 } from "./aead_2017.ts";
import { serveAead } from "./aead.ts";
import { masterKey } from "./keys.ts";
import type { MethodRow } from "./methods.ts";
import { none } from "./none.ts";
import { ProviderError, type ProviderName } from "./providers/types.ts";
import { SaltPool } from "./salt_pool.ts";
import type { StreamMethod } from "./types.ts";

/** How a method is set up. */
export interface MethodOptions {
  /** Which provider serves it: the best one here, or the one named. */
  provider: ProviderName | "auto";
  /** How many salts are remembered. */
  salts: number;
}

/** A method that is ready, and who serves its cipher. */
export interface ReadyMethod {
  /** Makes the two directions of each connection. */
  readonly stream: StreamMethod;
  /** Where its cipher comes from; null where it needs none. */
  readonly source: string | null;
}

/**
 * Sets a method up under a password.
 *
 * @throws {ProviderError} when no provider serves it here.
 */
export async function prepareMethod(row: MethodRow, password: string, options: MethodOptions): Promise<ReadyMethod> {
  if (row.kind === "none") return { stream: none(), source: null };
  if (row.kind !== "aead" || row.aead === undefined) throw new ProviderError(`Cannot serve ${row.name} yet`);
  const { make, provider } = await serveAead(row.aead, options.provider);
  const stream = aead2017({
    row,
    masterKey: masterKey(password, row.keySize),
    makeAead: make,
    deriveSubkey: provider.deriveSubkey,
    salts: new SaltPool(row.saltSize, options.salts),
  });
  return { stream, source: provider.source };
}
