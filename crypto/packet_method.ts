/** From a method's name and its keys to the codecs of its datagrams. @module */

import { serveAead } from "./aead.ts";
import type { Method2022 } from "./aead_2022.ts";
import { hasIdentities, IdentityTable } from "./identities.ts";
import { keyChain, keyring2017, keyring2022 } from "./keyring.ts";
import type { MethodOptions } from "./method.ts";
import type { MethodRow } from "./methods.ts";
import { packetClient2022 } from "./packet_client_2022.ts";
import { packetServer2022 } from "./packet_server_2022.ts";
import type { PacketWire } from "./packet_wire.ts";
import { aesClientWire, aesServerWire } from "./packet_wire_aes.ts";
import { chachaWire } from "./packet_wire_chacha.ts";
import { type Packet2017Keys, packetClient2017, packetServer2017 } from "./packets_2017.ts";
import { NO_TRANSFORM, plainPacketClient, type PlainPackets, plainPacketServer } from "./packets_plain.ts";
import type { PacketClient, PacketServer } from "./packets.ts";
import type { User2022 } from "./server_2022.ts";
import type { User } from "./types.ts";

/** What datagrams need of the options: salts are remembered for each association. */
export type PacketOptions = Omit<MethodOptions, "salts">;

/**
 * Sets up the datagrams of a server's port.
 *
 * @throws {ProviderError} when no provider serves the method here, {@linkcode KeyError} when a key is not of its form.
 */
export async function preparePacketServer(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: PacketOptions,
): Promise<PacketServer> {
  switch (row.kind) {
    case "aead-2022":
      return await server2022(row, password, users, options);
    case "aead":
      return await server2017(row, password, users, options);
    default:
      return plainPacketServer(await plainPackets(row, password, options));
  }
}

async function server2022(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: PacketOptions,
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

async function server2017(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: PacketOptions,
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
 * Sets up the datagrams of a client: makes one association after another.
 *
 * @throws {ProviderError} when no provider serves the method here, {@linkcode KeyError} when a key is not of its form.
 */
export async function preparePacketClient(
  row: MethodRow,
  password: string,
  options: PacketOptions,
): Promise<() => PacketClient> {
  switch (row.kind) {
    case "aead-2022": {
      const keys = keyChain(row, password);
      const method = await packets2022(row, options);
      const wire: () => PacketWire = hasIdentities(row)
        ? () => aesClientWire(method, keys)
        : () => chachaWire(method, keys[0]!);
      return () => packetClient2022(wire(), keys.at(-1)!, options.clock);
    }
    case "aead": {
      const keys = await packets2017(row, password, [], options);
      return () => packetClient2017(keys);
    }
    default: {
      const method = await plainPackets(row, password, options);
      return () => plainPacketClient(method);
    }
  }
}

async function plainPackets(row: MethodRow, password: string, { provider }: PacketOptions): Promise<PlainPackets> {
  if (row.kind === "none") return NO_TRANSFORM;
  const { prepareKeystream } = await import("./stream_method.ts");
  const { keystream } = await prepareKeystream(row, password, provider);
  return {
    ivSize: row.saltSize,
    start: (iv, direction) => keystream.makeStream(keystream.masterKey, iv, direction),
  };
}

async function packets2022(row: MethodRow, { provider: choice, clock }: PacketOptions): Promise<Method2022> {
  const { make, provider } = await serveAead(row.packetAead!, choice);
  return { row, makeAead: make, makeBlock: provider.aesBlock, clock };
}

async function packets2017(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: PacketOptions,
): Promise<Packet2017Keys> {
  const { make, provider } = await serveAead(row.aead!, options.provider);
  return { row, users: keyring2017(row, password, users), makeAead: make, deriveSubkey: provider.deriveSubkey };
}
