/**
 * AEAD streams of 2022 (SIP022), with identity headers (SIP023):
 *
 * ```text
 * request:   salt | identity headers | fixed header, tag | variable header, tag | chunk | …
 * response:  salt                    | fixed header, tag | first payload, tag   | chunk | …
 * ```
 *
 * Each side sends its head and its first payload in one run of bytes.
 *
 * @module
 */

import { type ChunkOpener, type ChunkSealer } from "./chunks.ts";
import { fixedHeaderSize, putFixedHeader } from "./header_2022.ts";
import type { MethodRow } from "./methods.ts";
import type { MakeAead, MakeAesBlock } from "./providers/types.ts";

/** Bytes in the largest payload of a chunk: 0xFFFF. */
export const MAX_PAYLOAD = 0xffff;

/** Bytes of every tag. */
export const TAG_SIZE = 16;

/** What every connection of one port shares. */
export interface Method2022 {
  /** The method's row. */
  readonly row: MethodRow;
  /** Makes the cipher of one direction. */
  readonly makeAead: MakeAead;
  /** Makes the AES of an identity header. */
  readonly makeBlock: MakeAesBlock;
  /** Unix seconds, now. */
  readonly clock: () => number;
}

/** What the answer must know of the question. */
export interface RequestState {
  /** The key that the session's subkeys come from. */
  key: Uint8Array;
  /** The request's salt, which the answer echoes. */
  salt: Uint8Array;
}

/** Where fixed headers are in the clear: none is opened or sealed while another is. */
const clear = new Uint8Array(128);

/** Opens a fixed header; it is there until the next one is opened or sealed. */
export function openFixed(chunks: ChunkOpener, sealed: Uint8Array): Uint8Array {
  const fixed = clear.subarray(0, sealed.length - TAG_SIZE);
  chunks.openOne(sealed, fixed);
  return fixed;
}

/** Seals a fixed header into `out` from `at` on, and returns where it ended. */
export function sealFixed(
  chunks: ChunkSealer,
  type: number,
  now: number,
  echo: Uint8Array,
  length: number,
  out: Uint8Array,
  at: number,
): number {
  const header = clear.subarray(0, fixedHeaderSize(echo.length));
  putFixedHeader(type, now, echo, length, header);
  return chunks.sealOne(header, out, at);
}
