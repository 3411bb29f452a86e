/** AEAD-2017, from its keys to the codecs of its streams. @module */

import { aead2017 } from "./aead_2017.ts";
import { serveAead } from "./aead.ts";
import { keyring2017 } from "./keyring_2017.ts";
import type { MethodOptions, Ready } from "./method.ts";
import type { MethodRow } from "./methods.ts";
import { ReplayMemory } from "./replay_memory.ts";
import { sharing } from "./shared_aeads.ts";
import type { StreamMethod, User } from "./types.ts";

/**
 * Sets a method up, which is the same on both sides.
 *
 * @throws {ProviderError} when no provider serves it here.
 */
export async function prepare2017(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Ready<StreamMethod>> {
  const { make, provider } = await serveAead(row.aead!, options.provider);
  const { memory = new ReplayMemory() } = options;
  const method = aead2017({
    row,
    users: keyring2017(row, password, users),
    makeAead: sharing(make),
    deriveSubkey: provider.deriveSubkey,
    salts: memory.pool(row.saltSize, options.salts),
  });
  return { method, source: provider.source };
}
