/** An opener whose stream starts with a head that must come whole, as SIP022 has it. @module */

import type { ChunkOpener } from "./chunks.ts";
import { CipherError, type Opener } from "./types.ts";
import { UnitReader } from "./units.ts";

/** What the head of a stream told. */
export interface Head {
  /** Opens what comes behind it. */
  readonly chunks: ChunkOpener;
  /** Bytes of the first piece, which has no length of its own. */
  readonly length: number;
  /** Who sends. */
  readonly user?: string | undefined;
}

/** How one kind of stream starts. */
export interface Start {
  /** Bytes of the head: salt, identity header and sealed fixed header. */
  readonly headSize: number;
  /** Opens the head; throws CipherError. */
  openHead(head: Uint8Array): Head;
  /** Makes plaintext of the first piece, in place, and returns its size. */
  finishFirst(piece: Uint8Array): number;
}

/**
 * Opens head, first piece and chunks. The head must be whole in the first input: a split inside it is refused like a
 * wrong tag, so that nobody can tell by single bytes how much was read (SIP022 §3.1.4).
 */
export class HeadedOpener implements Opener {
  readonly #start: Start;
  readonly #units = new UnitReader();
  #head: Head | null = null;
  #firstDone = false;
  #closed = false;

  constructor(start: Start) {
    this.#start = start;
  }

  get user(): string | undefined {
    return this.#head?.user;
  }

  bound(length: number): number {
    return this.#units.pending + length;
  }

  open(input: Uint8Array, out: Uint8Array): number {
    if (this.#closed) throw new Error("Cannot open: the opener is closed");
    this.#units.feed(input);
    const head = this.#head ??= this.#openHead();
    let at = 0;
    if (!this.#firstDone) {
      const sealed = this.#units.take(head.length + head.chunks.tagSize);
      if (sealed === null) return 0;
      const piece = out.subarray(0, head.length);
      head.chunks.openOne(sealed, piece);
      at = this.#start.finishFirst(piece);
      this.#firstDone = true;
    }
    for (;;) {
      const end = head.chunks.openNext(this.#units, out, at);
      if (end < 0) return at;
      at = end;
    }
  }

  end(): void {
    // A peer that ends before its head has said nothing: an empty answer.
    const inside = this.#units.pending > 0 || (this.#head !== null && !this.#firstDone);
    if (inside || this.#head?.chunks.betweenChunks === false) {
      throw new CipherError("truncated", "Cannot open the stream: it ended inside a chunk");
    }
  }

  close(): void {
    this.#closed = true;
    this.#head?.chunks.close();
    this.#units.close();
  }

  #openHead(): Head {
    const head = this.#units.take(this.#start.headSize);
    if (head !== null) return this.#start.openHead(head);
    throw new CipherError("authentication", "Cannot open the stream: its head did not come whole");
  }
}
