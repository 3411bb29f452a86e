/** Datagrams that were received in one call: `recvmmsg` of Linux. @module */

import { discard } from "./discard.ts";
import { type Libc, openLibc } from "./libc.ts";
import {
  HEADER,
  HEADER_SIZE,
  headerWord,
  MSG_DONTWAIT,
  NAME_SIZE,
  pointerTo,
  putPointer,
  SLOT_SIZE,
  SLOTS,
  VECTOR,
} from "./message_layout.ts";
import type { AddressCache } from "./socket_address.ts";
import type { Endpoint, PacketBatch } from "./types.ts";

/** The memory of one array of messages. It is kept for good: C holds addresses into it. */
class ReceiveVector {
  readonly #headers = new Uint8Array(SLOTS * HEADER_SIZE);
  readonly #words = new Uint32Array(this.#headers.buffer);
  readonly #vectors = new Uint32Array(SLOTS * VECTOR.words);
  readonly #names = new Uint8Array(SLOTS * NAME_SIZE);
  readonly #data = new Uint8Array(SLOTS * SLOT_SIZE);
  #received = 0;

  constructor() {
    const vectors = pointerTo(new Uint8Array(this.#vectors.buffer));
    const [names, data] = [pointerTo(this.#names), pointerTo(this.#data)];
    for (let slot = 0; slot < SLOTS; slot++) {
      const vector = slot * VECTOR.words;
      putPointer(this.#words, headerWord(slot, HEADER.name), names, slot * NAME_SIZE);
      this.#words[headerWord(slot, HEADER.nameLength)] = NAME_SIZE;
      putPointer(this.#words, headerWord(slot, HEADER.vectors), vectors, vector * 4);
      this.#words[headerWord(slot, HEADER.count)] = 1;
      putPointer(this.#vectors, vector + VECTOR.data, data, slot * SLOT_SIZE);
      this.#vectors[vector + VECTOR.length] = SLOT_SIZE;
    }
  }

  /** Receives what is there without waiting; how many. */
  receive(libc: Libc, descriptor: number): number {
    // The kernel has written how long the names of the last messages were; the next may be longer.
    for (let slot = 0; slot < this.#received; slot++) this.#words[headerWord(slot, HEADER.nameLength)] = NAME_SIZE;
    return this.#received = Math.max(0, libc.recvmmsg(descriptor, this.#headers, SLOTS, MSG_DONTWAIT, null));
  }

  /** Gives up the memory of the datagrams; the next ones get it anew. */
  discard(): void {
    const start = Number(pointerTo(this.#data));
    discard(start, start + this.#data.length);
  }

  data(slot: number): Uint8Array {
    const start = slot * SLOT_SIZE;
    return this.#data.subarray(start, start + this.#words[headerWord(slot, HEADER.received)]!);
  }

  name(slot: number): Uint8Array {
    return this.#names.subarray(slot * NAME_SIZE, (slot + 1) * NAME_SIZE);
  }
}

/** Vectors that nobody uses now. */
const spare: ReceiveVector[] = [];

/** Gives up the memory in which the datagrams of a busy time have lain. */
export function discardSpareBatches(): void {
  for (const vector of spare) vector.discard();
}

/** Datagrams of one call, until the next. */
export class ReceivedBatch implements PacketBatch {
  readonly #vector: ReceiveVector;
  readonly #addresses: AddressCache;
  readonly count: number;

  private constructor(vector: ReceiveVector, count: number, addresses: AddressCache) {
    this.#vector = vector;
    this.count = count;
    this.#addresses = addresses;
  }

  /** What is there now; null when there is nothing. Give it back when it has been looked through. */
  static receive(descriptor: number, addresses: AddressCache): ReceivedBatch | null {
    const vector = spare.pop() ?? new ReceiveVector();
    const count = vector.receive(openLibc()!, descriptor);
    if (count > 0) return new ReceivedBatch(vector, count, addresses);
    spare.push(vector);
    return null;
  }

  data(index: number): Uint8Array {
    return this.#vector.data(index);
  }

  from(index: number): Endpoint {
    return this.#addresses.endpoint(this.#vector.name(index));
  }

  /** Gives the memory to the next batch. */
  giveBack(): void {
    spare.push(this.#vector);
  }
}
