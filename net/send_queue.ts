/** What has been put to be sent and has not gone; one socket's at a time. @module */

import { openLibc } from "./libc.ts";
import { SLOT_SIZE, SLOTS } from "./message_layout.ts";
import { SendVector } from "./send_vector.ts";
import type { Endpoint } from "./types.ts";

/** Milliseconds after which a refused cutting is tried again: a full buffer refuses too, and routes change. */
const REFUSED_FOR = 10_000;

class SendQueue {
  #vector: SendVector | null = null;
  #count = 0;
  #descriptor = -1;
  /** Bytes of the largest datagram that the kernel may cut from a message: it refuses what no link carries whole. */
  #largest = SLOT_SIZE;
  #refusedAt = 0;

  /** Puts a datagram; it goes with `flush`, when the queue is full, or when another socket sends. */
  put(descriptor: number, bytes: Uint8Array, to: Endpoint, mapped: boolean): void {
    if (bytes.length > SLOT_SIZE) return;
    if (this.#count > 0 && (descriptor !== this.#descriptor || this.#count === SLOTS)) this.flush();
    this.#descriptor = descriptor;
    this.#vector ??= new SendVector();
    this.#vector.put(this.#count++, bytes, to, mapped);
  }

  /** Sends what is there. One that the system refuses is lost, and those behind it go on. */
  flush(): void {
    const vector = this.#vector;
    const count = this.#count;
    this.#count = 0;
    if (vector === null) return;
    if (this.#largest < SLOT_SIZE && performance.now() - this.#refusedAt > REFUSED_FOR) this.#largest = SLOT_SIZE;
    for (let slot = 0; slot < count;) {
      const messages = vector.group(slot, count, this.#largest);
      const sent = this.#send(vector, messages);
      const end = vector.end(Math.max(0, sent - 1));
      if (sent === 0) this.#sendSingly(vector, slot, end);
      slot = end;
    }
  }

  /** Sends one by one what was refused as one message. */
  #sendSingly(vector: SendVector, from: number, to: number): void {
    if (to - from === 1) return;
    for (let slot = from; slot < to; slot++) {
      const sent = this.#send(vector, vector.group(slot, slot + 1, 0));
      // Alone it goes: it was the cutting that was refused.
      if (slot === from && sent === 1) this.#cutOnlyBelow(vector.size(slot));
    }
  }

  #cutOnlyBelow(size: number): void {
    this.#largest = Math.min(this.#largest, size - 1);
    this.#refusedAt = performance.now();
  }

  /** How many went: none when one is refused twice. Once, an ICMP answer to an earlier one may come up. */
  #send(vector: SendVector, messages: number): number {
    const libc = openLibc()!;
    return vector.send(libc, this.#descriptor, messages) || vector.send(libc, this.#descriptor, messages);
  }
}

/** The one queue: sends and their flush happen in one run of the program, without anything between. */
export const sendQueue = new SendQueue();
