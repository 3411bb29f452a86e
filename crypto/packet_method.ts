/** From a method's name and its keys to the codecs of its datagrams. @module */

import type { MethodOptions } from "./method.ts";
import type { MethodRow } from "./methods.ts";
import { NO_TRANSFORM, plainPacketClient, type PlainPackets, plainPacketServer } from "./packets_plain.ts";
import type { PacketClient, PacketServer } from "./packets.ts";
import type { User } from "./types.ts";

/**
 * Sets up the datagrams of a server's port. Each kind of methods is loaded when it is asked for.
 *
 * @throws {ProviderError} when no provider serves the method here, {@linkcode KeyError} when a key is not of its form.
 */
export async function preparePacketServer(
  row: MethodRow,
  password: string,
  users: readonly User[],
  options: MethodOptions,
): Promise<PacketServer> {
  switch (row.kind) {
    case "aead-2022":
      return await (await import("./packet_method_2022.ts")).packetServerOf2022(row, password, users, options);
    case "aead":
      return await (await import("./packet_method_2017.ts")).packetServerOf2017(row, password, users, options);
    default:
      return plainPacketServer(await plainPackets(row, password, options));
  }
}

/**
 * Sets up the datagrams of a client: makes one association after another.
 *
 * @throws {ProviderError} when no provider serves the method here, {@linkcode KeyError} when a key is not of its form.
 */
export async function preparePacketClient(
  row: MethodRow,
  password: string,
  options: MethodOptions,
): Promise<() => PacketClient> {
  switch (row.kind) {
    case "aead-2022":
      return await (await import("./packet_method_2022.ts")).packetClientsOf2022(row, password, options);
    case "aead":
      return await (await import("./packet_method_2017.ts")).packetClientsOf2017(row, password, options);
    default: {
      const method = await plainPackets(row, password, options);
      return () => plainPacketClient(method);
    }
  }
}

async function plainPackets(row: MethodRow, password: string, { provider }: MethodOptions): Promise<PlainPackets> {
  if (row.kind === "none") return NO_TRANSFORM;
  const { prepareKeystream } = await import("./stream_method.ts");
  const { keystream } = await prepareKeystream(row, password, provider);
  return {
    ivSize: row.saltSize,
    start: (iv, direction) => keystream.makeStream(keystream.masterKey, iv, direction),
  };
}
