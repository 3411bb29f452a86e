/** A sealer whose stream starts with a head that takes the first payload along, as SIP022 has it. @module */

import { MAX_PAYLOAD } from "./aead_2022.ts";
import { CHUNK_OVERHEAD, type ChunkSealer } from "./chunks.ts";
import type { Sealer } from "./types.ts";

/** A sealed head. */
export interface SealedHead {
  /** Seals what comes behind it. */
  readonly chunks: ChunkSealer;
  /** Where in the output it ended. */
  readonly at: number;
  /** How much of the input went with it. */
  readonly taken: number;
}

/** Seals a head with as much of the first payload as goes with it; null when it is too early for one. */
export type SealHead = (input: Uint8Array, out: Uint8Array) => SealedHead | null;

/** Seals the head with the first payload, and chunks from then on. */
export class HeadedSealer implements Sealer {
  readonly #headBound: number;
  readonly #sealHead: SealHead;
  #chunks: ChunkSealer | null = null;
  #closed = false;

  /** @param headBound the most bytes of the head, beside the payload */
  constructor(headBound: number, sealHead: SealHead) {
    this.#headBound = headBound;
    this.#sealHead = sealHead;
  }

  bound(length: number): number {
    const chunks = length + Math.ceil(length / MAX_PAYLOAD) * CHUNK_OVERHEAD;
    return this.#chunks === null ? chunks + this.#headBound : chunks;
  }

  seal(input: Uint8Array, out: Uint8Array): number {
    if (this.#chunks !== null) return this.#chunks.seal(input, out, 0);
    if (this.#closed) throw new Error("Cannot seal: the sealer is closed");
    const head = this.#sealHead(input, out);
    if (head === null) return 0;
    const { chunks, at, taken } = head;
    this.#chunks = chunks;
    return taken === input.length ? at : chunks.seal(input.subarray(taken), out, at);
  }

  close(): void {
    this.#closed = true;
    this.#chunks?.close();
  }
}
