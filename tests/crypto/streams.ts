/** What the conformance suite is driven with: methods under test keys, and whole streams sealed and opened. @module */

import { assert } from "#test";
import { aead2017 } from "../../crypto/aead_2017.ts";
import { masterKey } from "../../crypto/keys.ts";
import { none } from "../../crypto/none.ts";
import { METHODS } from "../../crypto/methods.ts";
import type { MakeAead } from "../../crypto/providers/types.ts";
import { SaltPool } from "../../crypto/salt_pool.ts";
import { prepareStream } from "../../crypto/stream_method.ts";
import type { Aead, Opener, Sealer, StreamMethod } from "../../crypto/types.ts";
import { Users2017 } from "../../crypto/users_2017.ts";
import { joined } from "./random.ts";
import { serveBy, SERVED_METHODS, type ServedMethod } from "./served.ts";

/** The password of every test. */
export const PASSWORD = "test";

/** The client of whom a server's directions are asked. */
const CLIENT = "127.0.0.1";

/** One end's opener and sealer. */
export type Directions = ReturnType<StreamMethod["inbound"]>;

/** The server's directions of one connection. */
export function inboundOf(method: StreamMethod): Directions {
  return method.inbound(CLIENT);
}

/** A way to make one end of a method that has the same keys on both: what the general part of the suite runs over. */
export interface Conforming {
  /** Named when it fails. */
  readonly title: string;
  /** A method with salts of its own: one for each end. */
  makeEnd(): Promise<StreamMethod>;
}

/** Every method of AEAD-2017 by every provider that serves it here, stream methods by the best one, and `none`. */
export const CONFORMING: readonly Conforming[] = [
  { title: "none", makeEnd: () => Promise.resolve(none()) },
  ...METHODS.filter(({ kind }) => kind === "stream" || kind === "table").map((row) => ({
    title: row.name,
    makeEnd: async () => (await prepareStream(row, PASSWORD, { provider: "auto", salts: 1000 })).method,
  })),
  ...SERVED_METHODS.map((served) => ({
    title: `${served.row.name} by ${served.provider}`,
    makeEnd: () => makeEnd2017(served),
  })),
];

/** How one end of AEAD-2017 may differ from the usual. */
export interface EndOptions {
  /** Salts that are remembered: 1000 unless told. */
  salts?: number;
  /** Stands between the cipher and its user. */
  wrap?: (aead: Aead) => Aead;
}

/** One end of a method of AEAD-2017, with salts of its own. */
export async function makeEnd2017(
  served: ServedMethod,
  { salts = 1000, wrap }: EndOptions = {},
): Promise<StreamMethod> {
  const { row } = served;
  const { make, provider } = await serveBy({ name: served.aead, provider: served.provider });
  const makeAead: MakeAead = wrap === undefined ? make : (key) => wrap(make(key));
  return aead2017({
    row,
    users: new Users2017([{ masterKey: masterKey(PASSWORD, row.keySize) }]),
    makeAead,
    deriveSubkey: provider.deriveSubkey,
    salts: new SaltPool(row.saltSize, salts),
  });
}

/** Everything that a sealer makes of the pieces, one write after another; closes it. */
export function sealAll(sealer: Sealer, pieces: readonly Uint8Array[]): Uint8Array {
  return joined(sealEach(sealer, pieces));
}

/** What a sealer makes of each piece; closes it. */
export function sealEach(sealer: Sealer, pieces: readonly Uint8Array[]): Uint8Array[] {
  const sealed = pieces.map((piece) => {
    const bound = sealer.bound(piece.length);
    const out = new Uint8Array(bound);
    const length = sealer.seal(piece, out);
    assert(length <= bound, `sealed ${piece.length} bytes to ${length}, more than the bound of ${bound}`);
    return out.subarray(0, length);
  });
  sealer.close();
  return sealed;
}

/** What came out of an opener before it failed, if it did. */
export interface Opened {
  readonly plain: Uint8Array;
  readonly failure: unknown;
}

/**
 * Gives an opener the parts and then the end; closes it. Each part's memory is gone after its call, as a borrowed
 * chunk's is, and only what `open` has returned counts as plaintext.
 */
export function openParts(opener: Opener, parts: Iterable<Uint8Array>): Opened {
  const plain: Uint8Array[] = [];
  let failure: unknown = null;
  try {
    for (const part of parts) {
      const lent = part.slice();
      const out = new Uint8Array(opener.bound(part.length));
      const length = opener.open(lent, out);
      assert(length <= out.length, `opened ${length} bytes, more than the bound of ${out.length}`);
      plain.push(out.subarray(0, length));
      lent.fill(0xee);
    }
    opener.end();
  } catch (cause) {
    failure = cause;
  } finally {
    opener.close();
  }
  return { plain: joined(plain), failure };
}

/** The plaintext of a stream that must open to its end. */
export function openAll(opener: Opener, parts: Iterable<Uint8Array>): Uint8Array {
  const { plain, failure } = openParts(opener, parts);
  if (failure !== null) throw failure;
  return plain;
}

/** The bytes one at a time. */
export function* byteByByte(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1);
}

/** The bytes in two parts. */
export function splitAt(bytes: Uint8Array, at: number): Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}
