/** From a method's name and its keys to the codecs of its streams. @module */

import { aead2017 } from "./aead_2017.ts";
import type { Method2022 } from "./aead_2022.ts";
import { serveAead } from "./aead.ts";
import { outbound2022 } from "./client_2022.ts";
import { IdentityRouter } from "./identity_router.ts";
import { destinationTable, keyChain, keyring2017, keyring2022 } from "./keyring.ts";
import type { MethodRow } from "./methods.ts";
import { none } from "./none.ts";
import { ProviderError, type ProviderName } from "./providers/types.ts";
import { KeyError, parseKey } from "./psk.ts";
import { ReplayMemory } from "./replay_memory.ts";
import { inbound2022 } from "./server_2022.ts";
import type { InboundMethod, OutboundMethod, StreamMethod, User } from "./types.ts";

/** How a method is set up. */
export interface MethodOptions {
  /** Which provider serves it: the best one here, or the one named. */
  provider: ProviderName | "auto";
  /** How many salts are remembered, where they are remembered by number. */
  salts: number;
  /** Unix seconds, now. */
  clock: () => number;
  /** What the port remembers of its life under other keys of the same method; nothing unless given. */
  memory?: ReplayMemory;
}

/** A method that is ready, and who serves its cipher. */
export interface Ready<T> {
  /** What was made. */
  readonly method: T;
  /** Where its cipher comes from; null where it needs none. */
  readonly source: string | null;
}

/**
 * Sets a method up for a server.
 *
 * @param users who shares the port, each with a key of its own; none when the password is everybody's
 * @throws {ProviderError} when no provider serves it here, {@linkcode KeyError} when a key is not of its form.
 */
export async function prepareServer(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Ready<InboundMethod>> {
  if (row.kind !== "aead-2022") return await symmetric(row, password, users, options);
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
export async function prepareClient(
  row: MethodRow,
  password: string,
  options: MethodOptions,
): Promise<Ready<OutboundMethod>> {
  if (row.kind !== "aead-2022") return await symmetric(row, password, [], options);
  const keys = keyChain(row, password);
  const { method, source } = await method2022(row, options);
  return { method: outbound2022(method, keys), source };
}

/**
 * Sets up the relay role of SIP023: a port whose clients are passed on to other servers.
 *
 * @param password the relay's own key
 * @param destinations each known by the next key of the chain
 * @throws {KeyError} when a key is not of its form or the method has no identity headers; {@linkcode ProviderError}.
 */
export async function prepareRouter<T extends { readonly password: string }>(
  row: MethodRow,
  password: string,
  destinations: readonly T[],
  options: MethodOptions,
): Promise<Ready<IdentityRouter<T>>> {
  const table = destinationTable(row, destinations);
  const { method, source } = await method2022(row, options);
  return { method: new IdentityRouter(parseKey(row, password), method.makeBlock, table), source };
}

/** What the connections of a 2022 port share. */
async function method2022(row: MethodRow, { provider: choice, clock }: MethodOptions): Promise<Ready<Method2022>> {
  const { make, provider } = await serveAead(row.aead!, choice);
  return { method: { row, makeAead: make, makeBlock: provider.aesBlock, clock }, source: provider.source };
}

/** The methods whose keys are the same on both sides. */
async function symmetric(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Ready<StreamMethod>> {
  if (users.length > 0 && row.kind !== "aead") {
    throw new KeyError(`Cannot serve many users on one port with ${row.name}: nothing tells them apart`);
  }
  switch (row.kind) {
    case "aead":
      return await ready2017(row, password, users, options);
    case "none":
      return { method: none(), source: null };
    case "stream":
    case "table":
      // Few need the legacy ciphers, and nobody else loads them.
      return await (await import("./stream_method.ts")).prepareStream(row, password, options);
    default:
      throw new ProviderError(`Cannot serve ${row.name} here: it is of a kind that has no codec`);
  }
}

async function ready2017(
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
    makeAead: make,
    deriveSubkey: provider.deriveSubkey,
    salts: memory.pool(row.saltSize, options.salts),
  });
  return { method, source: provider.source };
}
