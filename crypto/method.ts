/** From a method's name and its keys to the codecs of its streams. @module */

import { aead2017 } from "./aead_2017.ts";
import type { Method2022 } from "./aead_2022.ts";
import { serveAead } from "./aead.ts";
import { outbound2022 } from "./client_2022.ts";
import { IdentityRouter } from "./identity_router.ts";
import { hasIdentities, IdentityTable } from "./identities.ts";
import { masterKey } from "./keys.ts";
import type { MethodRow } from "./methods.ts";
import { none } from "./none.ts";
import { type Provider, ProviderError, type ProviderName } from "./providers/types.ts";
import { KeyError, parseKey, parseKeys } from "./psk.ts";
import { RecentSalts } from "./recent_salts.ts";
import { SaltPool } from "./salt_pool.ts";
import { inbound2022, type User2022 } from "./server_2022.ts";
import type { InboundMethod, OutboundMethod, StreamMethod, User } from "./types.ts";
import { type User2017, Users2017 } from "./users_2017.ts";

/** How a method is set up. */
export interface MethodOptions {
  /** Which provider serves it: the best one here, or the one named. */
  provider: ProviderName | "auto";
  /** How many salts are remembered, where they are remembered by number. */
  salts: number;
  /** Unix seconds, now. */
  clock: () => number;
}

/** A method that is ready, and who serves its cipher. */
export interface Ready<T> {
  /** Makes the two directions of each connection. */
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
export function prepareServer(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Ready<InboundMethod>> {
  if (users.length === 0) {
    return row.kind === "aead-2022" ? server2022(row, password, [], options) : symmetric(row, [{ password }], options);
  }
  if (row.kind === "aead") return symmetric(row, users, options);
  if (hasIdentities(row)) return server2022(row, password, users, options);
  throw new KeyError(`Cannot serve many users on one port with ${row.name}: nothing tells them apart`);
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
  if (row.kind !== "aead-2022") return await symmetric(row, [{ password }], options);
  const keys = parseKeys(row, password);
  if (keys.length > 1 && !hasIdentities(row)) {
    throw new KeyError(`Cannot use a chain of keys with ${row.name}: it has no identity headers`);
  }
  const { shared, source } = await method2022(row, options);
  return { method: outbound2022(shared, keys), source };
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
  if (!hasIdentities(row)) throw new KeyError(`Cannot pass users on with ${row.name}: it has no identity headers`);
  const table = new IdentityTable<T>();
  for (const destination of destinations) table.add(parseKey(row, destination.password), destination);
  const { shared, source } = await method2022(row, options);
  return { method: new IdentityRouter(parseKey(row, password), shared.makeBlock, table), source };
}

/** The methods whose keys are the same on both sides. */
async function symmetric(
  row: MethodRow,
  users: readonly { name?: string; password: string }[],
  options: MethodOptions,
): Promise<Ready<StreamMethod>> {
  switch (row.kind) {
    case "aead":
      return await ready2017(row, users, options);
    case "none":
      return { method: none(), source: null };
    default:
      throw new ProviderError(`Cannot serve ${row.name} here: it is of a kind that has no codec`);
  }
}

async function ready2017(
  row: MethodRow,
  users: readonly { name?: string; password: string }[],
  options: MethodOptions,
): Promise<Ready<StreamMethod>> {
  const { make, provider } = await serveAead(row.aead!, options.provider);
  const keyed: User2017[] = users.map(({ name, password }) => ({
    ...(name === undefined ? {} : { name }),
    masterKey: masterKey(password, row.keySize),
  }));
  const method = aead2017({
    row,
    users: new Users2017(keyed),
    makeAead: make,
    deriveSubkey: provider.deriveSubkey,
    salts: new SaltPool(row.saltSize, options.salts),
  });
  return { method, source: provider.source };
}

async function server2022(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Ready<InboundMethod>> {
  const key = parseKey(row, password);
  let table: IdentityTable<User2022> | null = null;
  for (const user of users) {
    const userKey = parseKey(row, user.password);
    table ??= new IdentityTable();
    table.add(userKey, { name: user.name, key: userKey });
  }
  const { shared, source } = await method2022(row, options);
  return { method: inbound2022(shared, { key, users: table, salts: new RecentSalts() }), source };
}

async function method2022(
  row: MethodRow,
  { provider: choice, clock }: MethodOptions,
): Promise<{ shared: Method2022; source: Provider["source"] }> {
  const { make, provider } = await serveAead(row.aead!, choice);
  return { shared: { row, makeAead: make, makeBlock: provider.aesBlock, clock }, source: provider.source };
}
