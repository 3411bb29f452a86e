/** The client's side of AEAD streams of 2022: seals requests, opens responses. @module */

import { makeSmall } from "#ffi";
import { MAX_PAYLOAD, type Method2022, openFixed, type RequestState, sealFixed, TAG_SIZE } from "./aead_2022.ts";
import { ChunkOpener, ChunkSealer } from "./chunks.ts";
import { fixedHeaderSize, MAX_PADDING, parseFixedHeader, putPadding, randomPadding, TYPE } from "./header_2022.ts";
import { type Head, HeadedOpener } from "./headed_opener.ts";
import { HeadedSealer, type SealedHead } from "./headed_sealer.ts";
import { putIdentities } from "./identities.ts";
import { IDENTITY_SIZE, sessionSubkey } from "./keys_2022.ts";
import { CipherError, type Crypt, type OutboundMethod } from "./types.ts";

const NOTHING = new Uint8Array(0);

/**
 * The method with a client's keys.
 *
 * @param keys the chain: those of the relays on the way, then the user's own
 */
export function outbound2022(method: Method2022, keys: readonly Uint8Array[]): OutboundMethod {
  return { outbound: (target) => clientCrypt(method, keys, target) };
}

function clientCrypt(method: Method2022, keys: readonly Uint8Array[], target: Uint8Array): Crypt {
  const request: RequestState = { key: keys.at(-1)!, salt: NOTHING };
  const { saltSize } = method.row;
  const fixed = saltSize + (keys.length - 1) * IDENTITY_SIZE + fixedHeaderSize(0) + TAG_SIZE;
  return {
    opener: new HeadedOpener({
      headSize: saltSize + fixedHeaderSize(saltSize) + TAG_SIZE,
      openHead: (head) => openResponseHead(method, request, head),
      finishFirst: (piece) => piece.length,
    }),
    sealer: new HeadedSealer(
      fixed + target.length + 2 + MAX_PADDING + TAG_SIZE,
      (input, out) => sealRequest(method, keys, request, target, input, out),
    ),
  };
}

function openResponseHead(method: Method2022, request: RequestState, head: Uint8Array): Head {
  const { saltSize } = method.row;
  if (request.salt.length === 0) {
    throw new CipherError("protocol", "Cannot open the response: nothing has been asked yet");
  }
  const salt = head.subarray(0, saltSize);
  const chunks = new ChunkOpener(method.makeAead(sessionSubkey(request.key, salt)), MAX_PAYLOAD);
  try {
    const fixed = openFixed(chunks, head.subarray(saltSize));
    return { chunks, length: parseFixedHeader(fixed, TYPE.response, method.clock(), request.salt) };
  } catch (cause) {
    chunks.close();
    throw cause;
  }
}

function sealRequest(
  method: Method2022,
  keys: readonly Uint8Array[],
  request: RequestState,
  target: Uint8Array,
  input: Uint8Array,
  out: Uint8Array,
): SealedHead {
  const salt = request.salt = crypto.getRandomValues(makeSmall(method.row.saltSize));
  out.set(salt);
  const at = putIdentities(method.makeBlock, keys, salt, out, salt.length);
  const header = variableHeader(target, input);
  const chunks = new ChunkSealer(method.makeAead(sessionSubkey(request.key, salt)), MAX_PAYLOAD);
  const end = sealFixed(chunks, TYPE.request, method.clock(), NOTHING, header.bytes.length, out, at);
  return { chunks, at: chunks.sealOne(header.bytes, out, end), taken: header.taken };
}

/** Address, padding and as much of the payload as fits: without payload there is padding, so that neither is nothing. */
function variableHeader(target: Uint8Array, input: Uint8Array): { bytes: Uint8Array; taken: number } {
  const padding = input.length === 0 ? randomPadding() : 0;
  const fixed = target.length + 2 + padding;
  const taken = Math.min(input.length, MAX_PAYLOAD - fixed);
  const bytes = new Uint8Array(Math.max(128, fixed + taken)).subarray(0, fixed + taken);
  bytes.set(target);
  bytes.set(input.subarray(0, taken), putPadding(bytes, target.length, padding));
  return { bytes, taken };
}
