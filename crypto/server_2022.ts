/** The server's side of AEAD streams of 2022: opens requests, seals responses. @module */

import { MAX_PAYLOAD, type Method2022, openFixed, type RequestState, sealFixed, TAG_SIZE } from "./aead_2022.ts";
import { ChunkOpener, ChunkSealer } from "./chunks.ts";
import { fixedHeaderSize, parseFixedHeader, removePadding, TYPE } from "./header_2022.ts";
import { type Head, HeadedOpener } from "./headed_opener.ts";
import { HeadedSealer, type SealedHead } from "./headed_sealer.ts";
import { type IdentityTable, openIdentity } from "./identities.ts";
import { IDENTITY_SIZE, sessionSubkey } from "./keys_2022.ts";
import type { RecentSalts } from "./recent_salts.ts";
import { copySmall } from "./small.ts";
import { CipherError, type Crypt, type InboundMethod } from "./types.ts";

const NOTHING = new Uint8Array(0);

/** A user of a port, known by the hash of a key. */
export interface User2022 {
  /** For logs and counters. */
  readonly name: string;
  /** The user's own key. */
  readonly key: Uint8Array;
}

/** The keys of a server. */
export interface ServerKeys2022 {
  /** The server's key; with users, the one that identity headers are made with. */
  readonly key: Uint8Array;
  /** The users, where there are many. */
  readonly users: IdentityTable<User2022> | null;
  /** The salts of the last minute. */
  readonly salts: RecentSalts;
}

/** The method with a server's keys. */
export function inbound2022(method: Method2022, keys: ServerKeys2022): InboundMethod {
  return { inbound: () => serverCrypt(method, keys) };
}

function serverCrypt(method: Method2022, keys: ServerKeys2022): Crypt {
  const request: RequestState = { key: keys.key, salt: NOTHING };
  const { saltSize } = method.row;
  const identity = keys.users === null ? 0 : IDENTITY_SIZE;
  return {
    opener: new HeadedOpener({
      headSize: saltSize + identity + fixedHeaderSize(0) + TAG_SIZE,
      openHead: (head) => openRequestHead(method, keys, request, head),
      finishFirst: removePadding,
    }),
    sealer: new HeadedSealer(
      saltSize + fixedHeaderSize(saltSize) + TAG_SIZE,
      (input, out) => sealResponse(method, request, input, out),
    ),
  };
}

function openRequestHead(method: Method2022, keys: ServerKeys2022, request: RequestState, head: Uint8Array): Head {
  const { saltSize } = method.row;
  const salt = copySmall(head.subarray(0, saltSize));
  const user = keys.users === null ? null : findUser(method, keys.key, keys.users, head);
  const key = user?.key ?? keys.key;
  const chunks = new ChunkOpener(method.makeAead(sessionSubkey(key, salt)), MAX_PAYLOAD);
  // Timestamps are in whole seconds: a salt that is kept by them outlives the last second in which its own can pass.
  const now = Math.floor(method.clock());
  try {
    const fixed = openFixed(chunks, head.subarray(saltSize + (user === null ? 0 : IDENTITY_SIZE)));
    const length = parseFixedHeader(fixed, TYPE.request, now, NOTHING);
    if (!keys.salts.add(salt, now)) {
      throw new CipherError("replay", "Cannot open the request: its salt has been seen before");
    }
    request.key = key;
    request.salt = salt;
    return { chunks, length, user: user?.name };
  } catch (cause) {
    chunks.close();
    // Whose clock is wrong helps to mend it. A wrong tag proves nobody: every user can write another's identity header.
    if (cause instanceof CipherError && cause.fault !== "authentication") cause.user = user?.name;
    throw cause;
  }
}

function findUser(method: Method2022, key: Uint8Array, users: IdentityTable<User2022>, head: Uint8Array): User2022 {
  const { saltSize } = method.row;
  const header = copySmall(head.subarray(saltSize, saltSize + IDENTITY_SIZE));
  openIdentity(method.makeBlock, key, head.subarray(0, saltSize), header);
  const user = users.find(header);
  if (user !== undefined) return user;
  throw new CipherError("authentication", "Cannot open the request: its identity header names no user");
}

/** The head goes with the first payload: null while there is none. */
function sealResponse(
  method: Method2022,
  request: RequestState,
  input: Uint8Array,
  out: Uint8Array,
): SealedHead | null {
  if (input.length === 0) return null;
  if (request.salt.length === 0) throw new Error("Cannot seal the response: no request has been opened");
  const salt = crypto.getRandomValues(out.subarray(0, method.row.saltSize));
  const taken = Math.min(input.length, MAX_PAYLOAD);
  const chunks = new ChunkSealer(method.makeAead(sessionSubkey(request.key, salt)), MAX_PAYLOAD);
  const end = sealFixed(chunks, TYPE.response, method.clock(), request.salt, taken, out, salt.length);
  return { chunks, at: chunks.sealOne(input.subarray(0, taken), out, end), taken };
}
