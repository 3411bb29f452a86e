/** The methods of 2022 by every provider that has their ciphers, and both ends of them under test keys. @module */

import type { Method2022 } from "../../crypto/aead_2022.ts";
import { outbound2022 } from "../../crypto/client_2022.ts";
import { hasIdentities, IdentityTable } from "../../crypto/identities.ts";
import { type MethodRow, METHODS } from "../../crypto/methods.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import type { MakeAead, Provider } from "../../crypto/providers/types.ts";
import { RecentSalts } from "../../crypto/recent_salts.ts";
import { inbound2022, type User2022 } from "../../crypto/server_2022.ts";
import type { Aead, InboundMethod, OutboundMethod } from "../../crypto/types.ts";
import { INSTALLED } from "./served.ts";

/** A method of 2022 and a provider that has its ciphers. */
export interface Served2022 {
  /** Named when it fails. */
  readonly title: string;
  readonly row: MethodRow;
  readonly provider: Provider;
  /** The cipher of its streams. */
  readonly makeAead: MakeAead;
  /** The cipher of its datagrams. */
  readonly makePacketAead: MakeAead;
}

/** Every method of 2022 by every provider that serves it here. */
export const SERVED_2022: readonly Served2022[] = await allServed();

/** Those with identity headers. */
export const SERVED_AES_2022: readonly Served2022[] = SERVED_2022.filter(({ row }) => hasIdentities(row));

async function allServed(): Promise<Served2022[]> {
  const served: Served2022[] = [];
  for (const row of METHODS.filter(({ kind }) => kind === "aead-2022")) {
    for (const name of INSTALLED) {
      const provider = await loadProvider(name);
      const [makeAead, makePacketAead] = [provider.aead(row.aead!), provider.aead(row.packetAead!)];
      if (makeAead === null || makePacketAead === null) continue;
      served.push({ title: `${row.name} by ${name}`, row, provider, makeAead, makePacketAead });
    }
  }
  return served;
}

/** The time of every test that does not set its own, in Unix seconds. */
export const NOW = 1_700_000_000;

/** `from`, `from` + 1, … as long as the method's keys are. */
export function countingKey({ row }: { row: MethodRow }, from = 0): Uint8Array {
  return Uint8Array.from({ length: row.keySize }, (_, i) => from + i);
}

/** How the method of one end may differ from the usual. */
export interface MethodOptions2022 {
  /** `NOW` unless told. */
  clock?: () => number;
  /** Stands between the cipher and its user. */
  wrap?: (aead: Aead) => Aead;
}

/** What the connections of one end share. */
export function method2022(served: Served2022, { clock = () => NOW, wrap }: MethodOptions2022 = {}): Method2022 {
  const { row, makeAead, provider } = served;
  return {
    row,
    makeAead: wrap === undefined ? makeAead : (key) => wrap(makeAead(key)),
    makeBlock: provider.aesBlock,
    clock,
  };
}

/** How a server may differ from the usual. */
export interface ServerOptions2022 extends MethodOptions2022 {
  /** 00, 01, … unless told. */
  key?: Uint8Array;
  /** Nobody in particular unless told. */
  users?: readonly User2022[];
}

/** A server's end, which has seen no salt. */
export function server2022(served: Served2022, options: ServerOptions2022 = {}): InboundMethod {
  const { key = countingKey(served), users } = options;
  return inbound2022(method2022(served, options), {
    key,
    users: users === undefined ? null : tableOf(users),
    salts: new RecentSalts(),
  });
}

/** A client's end under 00, 01, … or under the chain of keys that is given. */
export function client2022(
  served: Served2022,
  { keys = [countingKey(served)], ...options }: MethodOptions2022 & { keys?: readonly Uint8Array[] } = {},
): OutboundMethod {
  return outbound2022(method2022(served, options), keys);
}

/** The users by the hashes of their keys. */
export function tableOf(users: readonly User2022[]): IdentityTable<User2022> {
  const table = new IdentityTable<User2022>();
  for (const user of users) table.add(user.key, user);
  return table;
}
