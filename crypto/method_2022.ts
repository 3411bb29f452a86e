/** The 2022 edition, from its keys to the codecs of its streams. @module */

import type { Method2022 } from "./aead_2022.ts";
import { serveAead } from "./aead.ts";
import { outbound2022 } from "./client_2022.ts";
import { IdentityRouter } from "./identity_router.ts";
import { destinationTable, keyChain, keyring2022 } from "./keyring_2022.ts";
import type { MethodOptions, Ready } from "./method.ts";
import type { MethodRow } from "./methods.ts";
import { parseKey } from "./psk.ts";
import { ReplayMemory } from "./replay_memory.ts";
import { sharing } from "./shared_aeads.ts";
import { inbound2022 } from "./server_2022.ts";
import type { InboundMethod, OutboundMethod, User } from "./types.ts";

/**
 * Sets a method up for a server.
 *
 * @throws {ProviderError} when no provider serves it here, {@linkcode KeyError} when a key is not of its form.
 */
export async function prepareServer2022(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Ready<InboundMethod>> {
  const keys = keyring2022(row, password, users);
  const { method, source } = await method2022(row, options);
  const { memory = new ReplayMemory() } = options;
  return { method: inbound2022(method, { ...keys, salts: memory.recent }), source };
}

/**
 * Sets a method up for a client.
 *
 * @throws {ProviderError} when no provider serves it here, {@linkcode KeyError} when a key is not of its form.
 */
export async function prepareClient2022(
  row: MethodRow,
  password: string,
  options: MethodOptions,
): Promise<Ready<OutboundMethod>> {
  const keys = keyChain(row, password);
  const { method, source } = await method2022(row, options);
  return { method: outbound2022(method, keys), source };
}

/**
 * Sets up the relay role of SIP023.
 *
 * @throws {KeyError} when a key is not of its form or the method has no identity headers; {@linkcode ProviderError}.
 */
export async function prepareRouter2022<T extends { readonly password: string }>(
  row: MethodRow,
  password: string,
  destinations: readonly T[],
  options: MethodOptions,
): Promise<Ready<IdentityRouter<T>>> {
  const table = destinationTable(row, destinations);
  const { method, source } = await method2022(row, options);
  return { method: new IdentityRouter(parseKey(row, password), method.makeBlock, table), source };
}

/** What the connections of a port share. */
async function method2022(row: MethodRow, { provider: choice, clock }: MethodOptions): Promise<Ready<Method2022>> {
  const { make, provider } = await serveAead(row.aead!, choice);
  const method = { row, makeAead: sharing(make), makeBlock: provider.aesBlock, clock };
  return { method, source: provider.source };
}
