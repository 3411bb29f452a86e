/** The 2022 edition, from its keys to the codecs of its datagrams. @module */

import { serveAead } from "./aead.ts";
import type { Method2022 } from "./aead_2022.ts";
import { hasIdentities, IdentityTable } from "./identities.ts";
import { keyChain, keyring2022 } from "./keyring_2022.ts";
import type { MethodOptions } from "./method.ts";
import type { MethodRow } from "./methods.ts";
import { packetClient2022 } from "./packet_client_2022.ts";
import { packetServer2022 } from "./packet_server_2022.ts";
import type { PacketWire } from "./packet_wire.ts";
import { aesClientWire, aesServerWire } from "./packet_wire_aes.ts";
import { chachaWire } from "./packet_wire_chacha.ts";
import type { PacketClient, PacketServer } from "./packets.ts";
import type { User2022 } from "./server_2022.ts";
import type { User } from "./types.ts";

/**
 * The datagrams of a server's port.
 *
 * @throws {ProviderError} when no provider serves the method here, {@linkcode KeyError} when a key is not of its form.
 */
export async function packetServerOf2022(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<PacketServer> {
  const { key, users: table } = keyring2022(row, password, users);
  const method = await packets2022(row, options);
  const wire = hasIdentities(row) ? aesServerWire(method, key, table) : chachaWire(method, key);
  const server = packetServer2022(wire, key, options.clock, options.memory?.ended);
  if (table === null) return server;
  const prepareUsers = (others: readonly User[]) => {
    const ready = keyring2022(row, password, others).users ?? new IdentityTable<User2022>();
    return () => table.replace(ready);
  };
  return Object.assign(server, { prepareUsers });
}

/**
 * The datagrams of a client: makes one association after another.
 *
 * @throws {ProviderError} when no provider serves the method here, {@linkcode KeyError} when a key is not of its form.
 */
export async function packetClientsOf2022(
  row: MethodRow,
  password: string,
  options: MethodOptions,
): Promise<() => PacketClient> {
  const keys = keyChain(row, password);
  const method = await packets2022(row, options);
  const wire: () => PacketWire = hasIdentities(row)
    ? () => aesClientWire(method, keys)
    : () => chachaWire(method, keys[0]!);
  return () => packetClient2022(wire(), keys.at(-1)!, options.clock);
}

async function packets2022(row: MethodRow, { provider: choice, clock }: MethodOptions): Promise<Method2022> {
  const { make, provider } = await serveAead(row.packetAead!, choice);
  return { row, makeAead: make, makeBlock: provider.aesBlock, clock };
}
