/** AEAD-2017, from its keys to the codecs of its datagrams. @module */

import { serveAead } from "./aead.ts";
import { keyring2017 } from "./keyring_2017.ts";
import type { MethodOptions } from "./method.ts";
import type { MethodRow } from "./methods.ts";
import { type Packet2017Keys, packetClient2017, packetServer2017 } from "./packets_2017.ts";
import type { PacketClient, PacketServer } from "./packets.ts";
import { ReplayMemory } from "./replay_memory.ts";
import type { User } from "./types.ts";

/**
 * The datagrams of a server's port.
 *
 * @throws {ProviderError} when no provider serves the method here.
 */
export async function packetServerOf2017(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<PacketServer> {
  const keys = await packets2017(row, password, users, options);
  const server = packetServer2017(keys);
  if (users.length === 0) return server;
  const prepareUsers = (others: readonly User[]) => {
    const ready = keyring2017(row, password, others);
    return () => keys.users.replace(ready);
  };
  return Object.assign(server, { prepareUsers });
}

/**
 * The datagrams of a client: makes one association after another.
 *
 * @throws {ProviderError} when no provider serves the method here.
 */
export async function packetClientsOf2017(
  row: MethodRow,
  password: string,
  options: MethodOptions,
): Promise<() => PacketClient> {
  const keys = await packets2017(row, password, [], options);
  return () => packetClient2017(keys);
}

async function packets2017(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<Packet2017Keys> {
  const { memory = new ReplayMemory() } = options;
  const { make, provider } = await serveAead(row.aead!, options.provider);
  return {
    row,
    users: keyring2017(row, password, users),
    makeAead: make,
    deriveSubkey: provider.deriveSubkey,
    seen: memory.datagrams(options.salts),
  };
}
