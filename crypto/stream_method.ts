/**
 * The methods of 2012: one keystream a direction, from its first byte to its last.
 *
 * ```text
 * +----+---------------
 * | IV | ciphertext ...
 * +----+---------------
 * ```
 *
 * The plaintext of a request begins with the target's address. Nothing proves where the bytes come from: whoever can
 * change them on the way changes the plaintext at the same place, and whoever repeats a connection, or guesses at one,
 * is answered. That is broken by design, and remembering IVs (below) mends little of it.
 *
 * @module
 */

import { md5 } from "@noble/hashes/legacy.js";
import { masterKey } from "./keys.ts";
import { table } from "./legacy/table.ts";
import type { MethodRow } from "./methods.ts";
import type { MakeStream, ProviderChoice } from "./providers/types.ts";
import { ReplayMemory } from "./replay_memory.ts";
import type { SaltPool } from "./salt_pool.ts";
import { StreamOpener, StreamSealer } from "./stream_codec.ts";
import { serveStream } from "./streams.ts";
import type { StreamMethod } from "./types.ts";

/** Bytes below which honest IVs repeat by chance, or always. */
const MIN_REMEMBERED_IV = 8;

/** A method's keystream under its key. */
export interface Keystream {
  /** The method's row. */
  readonly row: MethodRow;
  /** The key made from the password; for `table` the password's bytes. */
  readonly masterKey: Uint8Array;
  /** Starts the keystream of one direction, or of one datagram. */
  readonly makeStream: MakeStream;
}

/** What both directions of every connection of one port share. */
export interface StreamKeys extends Keystream {
  /**
   * The IVs of connections that came in, and of what we sent; null where IVs are too short. An IV is entered when it is
   * read, since nothing will ever prove that its sender holds the key: a stranger who sends enough of them pushes the
   * others out, and may then repeat an old connection.
   */
  readonly ivs: SaltPool | null;
}

/** How a method is set up, of `MethodOptions`. */
interface Options {
  readonly provider: ProviderChoice;
  readonly salts: number;
  readonly memory?: ReplayMemory;
}

/**
 * Sets up a method of the kinds `stream` and `table` under a password.
 *
 * @throws {ProviderError} when no provider serves it here.
 */
export async function prepareStream(
  row: MethodRow,
  password: string,
  options: Options,
): Promise<{ method: StreamMethod; source: string | null }> {
  const { keystream, source } = await prepareKeystream(row, password, options.provider);
  const { memory = new ReplayMemory(), salts } = options;
  const ivs = row.saltSize < MIN_REMEMBERED_IV ? null : memory.pool(row.saltSize, salts);
  return { method: streamMethod({ ...keystream, ivs }), source };
}

/**
 * What streams and datagrams of the kinds `stream` and `table` are made with.
 *
 * @throws {ProviderError} when no provider serves it here.
 */
export async function prepareKeystream(
  row: MethodRow,
  password: string,
  choice: ProviderChoice,
): Promise<{ keystream: Keystream; source: string | null }> {
  if (row.stream === undefined) {
    const makeStream: MakeStream = (key, _iv, direction) => table(key, direction);
    return { keystream: { row, masterKey: new TextEncoder().encode(password), makeStream }, source: null };
  }
  const { make, provider } = await serveStream(row.stream, choice);
  // rc4-md5 is RC4 under a key of its own for each IV.
  const makeStream = row.stream === "rc4" && row.saltSize > 0 ? byDigest(make) : make;
  return { keystream: { row, masterKey: masterKey(password, row.keySize), makeStream }, source: provider.source };
}

/** The method under its key. */
export function streamMethod(keys: StreamKeys): StreamMethod {
  const { ivs } = keys;
  return {
    inbound: () => ({
      opener: new StreamOpener(keys, (iv) => ivs === null || ivs.add(iv)),
      sealer: new StreamSealer(keys, new Uint8Array(0)),
    }),
    outbound: (target) => ({ opener: new StreamOpener(keys, () => true), sealer: new StreamSealer(keys, target) }),
  };
}

/** The stream under MD5 of key and IV, and itself without an IV. */
function byDigest(make: MakeStream): MakeStream {
  return (key, iv, direction) => {
    const secret = new Uint8Array(key.length + iv.length);
    secret.set(key);
    secret.set(iv, key.length);
    return make(md5(secret), new Uint8Array(0), direction);
  };
}
