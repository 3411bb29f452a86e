/** Ends as the program prepares them, from the text of keys. @module */

import type { IdentityRouter } from "../../crypto/identity_router.ts";
import { type MethodOptions, prepareRouter } from "../../crypto/method.ts";
import type { MethodRow } from "../../crypto/methods.ts";
import { preparePacketClient, preparePacketServer } from "../../crypto/packet_method.ts";
import type { PacketClient, PacketServer } from "../../crypto/packets.ts";
import type { ProviderName } from "../../crypto/providers/types.ts";
import type { User } from "../../crypto/types.ts";
import { NOW } from "./served_2022.ts";

/** A method by a provider. */
export interface By {
  readonly row: MethodRow;
  readonly provider: { readonly name: ProviderName };
}

/** A key as configs have it. */
export function base64(key: Uint8Array): string {
  return btoa(String.fromCharCode(...key));
}

/** The relay role before these servers, known by the text of their keys. */
export async function routerOf(
  { row, provider }: By,
  key: Uint8Array,
  next: readonly Uint8Array[],
): Promise<IdentityRouter<{ readonly password: string }>> {
  const destinations = next.map((key) => ({ password: base64(key) }));
  const options = { provider: provider.name, salts: 10, clock: () => NOW };
  return (await prepareRouter(row, base64(key), destinations, options)).method;
}

/** The client's end of one association. */
export async function packetClientOf(
  { row, provider }: By,
  password: string,
  clock: () => number = () => NOW,
): Promise<PacketClient> {
  return (await preparePacketClient(row, password, { provider: provider.name, salts: 10, clock }))();
}

/** The server's end of a port. */
export function packetServerOf(
  { row, provider }: By,
  password: string,
  { users = [], ...options }: { users?: readonly User[] } & Partial<MethodOptions> = {},
): Promise<PacketServer> {
  return preparePacketServer(row, password, users, {
    provider: provider.name,
    salts: 10,
    clock: () => NOW,
    ...options,
  });
}

/** Anything that makes one datagram of one plaintext. */
interface PacketSealer {
  readonly overhead: number;
  seal(plain: Uint8Array, out: Uint8Array): number;
}

/** The datagram that a plaintext becomes. */
export function sealPacket(sealer: PacketSealer, plain: Uint8Array): Uint8Array {
  const out = new Uint8Array(plain.length + sealer.overhead);
  return out.subarray(0, sealer.seal(plain, out));
}

/** The plaintext of a server's datagram. */
export function openAnswer(client: PacketClient, packet: Uint8Array): Uint8Array {
  const out = new Uint8Array(packet.length);
  return out.subarray(0, client.open(packet.slice(), out));
}
