/** Every method that has datagrams, by every provider that serves it here. @module */

import { hasIdentities } from "../../crypto/identities.ts";
import { type MethodKind, type MethodRow, METHODS } from "../../crypto/methods.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { type Provider, ProviderError } from "../../crypto/providers/types.ts";
import { counting } from "./scripted_random.ts";
import { base64, packetServerOf } from "./prepared.ts";
import { INSTALLED } from "./served.ts";

/** A method with datagrams, by one provider. */
export interface PacketMethod {
  /** Named when it fails. */
  readonly title: string;
  readonly row: MethodRow;
  readonly provider: Provider;
  /** A password, or a key, that it takes. */
  readonly password: string;
}

/** Kinds of methods that need no provider: one line for each is enough. */
const NO_PROVIDER: readonly MethodKind[] = ["none", "table"];

/** Every method with datagrams, by every provider that serves it here. */
export const PACKET_METHODS: readonly PacketMethod[] = await allServed();

/** Those whose datagrams prove who made them. */
export const PROVED: readonly PacketMethod[] = PACKET_METHODS.filter(({ row }) => row.kind.startsWith("aead"));

/** Those of 2017. */
export const PACKETS_2017: readonly PacketMethod[] = PROVED.filter(({ row }) => row.kind === "aead");

/** Those of 2022. */
export const PACKETS_2022: readonly PacketMethod[] = PROVED.filter(({ row }) => row.kind === "aead-2022");

/** Those of 2022 with identity headers, which have a separate header too. */
export const PACKETS_AES_2022: readonly PacketMethod[] = PACKETS_2022.filter(({ row }) => hasIdentities(row));

async function allServed(): Promise<PacketMethod[]> {
  const found: PacketMethod[] = [];
  for (const row of METHODS) {
    const password = row.kind === "aead-2022" ? base64(counting(row.keySize)) : "test";
    for (const name of NO_PROVIDER.includes(row.kind) ? ["noble"] as const : INSTALLED) {
      const method = { title: `${row.name} by ${name}`, row, provider: await loadProvider(name), password };
      if (await isServed(method)) found.push(method);
    }
  }
  return found;
}

async function isServed(method: PacketMethod): Promise<boolean> {
  try {
    (await packetServerOf(method, method.password)).close();
    return true;
  } catch (cause) {
    if (cause instanceof ProviderError) return false;
    throw cause;
  }
}
