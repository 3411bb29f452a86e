/** From a method's name and its keys to the codecs of its streams. @module */

import type { IdentityRouter } from "./identity_router.ts";
import type { MethodRow } from "./methods.ts";
import { none } from "./none.ts";
import { type ProviderChoice, ProviderError } from "./providers/types.ts";
import { KeyError } from "./psk.ts";
import type { ReplayMemory } from "./replay_memory.ts";
import type { InboundMethod, OutboundMethod, StreamMethod, User } from "./types.ts";

/** How a method is set up. */
export interface MethodOptions {
  /** Which provider serves it: the best one here, or the one named. */
  provider: ProviderChoice;
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
 * Sets a method up for a server. Each kind of methods is loaded when it is asked for: few programs serve two.
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
  return await (await import("./method_2022.ts")).prepareServer2022(row, password, users, options);
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
  return await (await import("./method_2022.ts")).prepareClient2022(row, password, options);
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
  return await (await import("./method_2022.ts")).prepareRouter2022(row, password, destinations, options);
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
      return await (await import("./method_2017.ts")).prepare2017(row, password, users, options);
    case "none":
      return { method: none(), source: null };
    case "stream":
    case "table":
      return await (await import("./stream_method.ts")).prepareStream(row, password, options);
    default:
      throw new ProviderError(`Cannot serve ${row.name} here: it is of a kind that has no codec`);
  }
}
