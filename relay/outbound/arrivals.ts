/** The answers of several ports as those of one. @module */

import type { PacketBatch } from "../../net/types.ts";
import type { PacketPort } from "../datagrams.ts";

/** A batch that came, and what to call when it has been used. */
interface Arrival {
  readonly batch: PacketBatch;
  readonly done: () => void;
}

/** Batches in the order in which they came; each port waits until its own has been used. */
export class Arrivals {
  readonly #queue: Arrival[] = [];
  #lent: Arrival | null = null;
  #waiting: PromiseWithResolvers<PacketBatch | null> | null = null;
  #ended = false;
  #fault: { readonly cause: unknown } | null = null;

  /** Takes what a port receives, until it is closed. */
  async take(port: PacketPort): Promise<void> {
    try {
      for (let batch = await port.next(); batch !== null && !this.#ended; batch = await port.next()) {
        const used = Promise.withResolvers<void>();
        this.#queue.push({ batch, done: used.resolve });
        this.#wake();
        await used.promise;
      }
    } catch (cause) {
      this.#fault = { cause };
    }
    this.end();
  }

  /** The next batch, borrowed until the next call; null at the end. */
  next(): Promise<PacketBatch | null> {
    this.#lent?.done();
    this.#lent = null;
    this.#waiting = Promise.withResolvers();
    const { promise } = this.#waiting;
    this.#wake();
    return promise;
  }

  /** Ends the pending pull and those to come. */
  end(): void {
    this.#ended = true;
    for (const { done } of this.#queue.splice(0)) done();
    this.#lent?.done();
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    const arrival = this.#queue.shift() ?? null;
    if (arrival === null && !this.#ended) return;
    this.#waiting = null;
    this.#lent = arrival;
    if (this.#fault !== null) waiting.reject(this.#fault.cause);
    else waiting.resolve(arrival?.batch ?? null);
  }
}
