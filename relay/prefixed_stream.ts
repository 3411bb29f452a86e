/** A stream some of whose bytes were read already. @module */

import type { Endpoint, Stream } from "../net/types.ts";

/** The stream again, with these bytes (which are copied) ahead of what it gives. */
export function prefixedStream(stream: Stream, prefix: Uint8Array): Stream {
  return prefix.length === 0 ? stream : new PrefixedStream(stream, prefix.slice());
}

class PrefixedStream implements Stream {
  readonly #stream: Stream;
  #prefix: Uint8Array | null;

  constructor(stream: Stream, prefix: Uint8Array) {
    this.#stream = stream;
    this.#prefix = prefix;
  }

  get local(): Endpoint {
    return this.#stream.local;
  }

  get remote(): Endpoint {
    return this.#stream.remote;
  }

  next(): Promise<Uint8Array | null> {
    const prefix = this.#prefix;
    if (prefix === null) return this.#stream.next();
    this.#prefix = null;
    return Promise.resolve(prefix);
  }

  pause(): void {
    this.#stream.pause();
  }

  release(): void {
    this.#stream.release();
  }

  write(bytes: Uint8Array): Promise<void> | void {
    return this.#stream.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#stream.closeWrite();
  }

  close(): void {
    this.#stream.close();
  }

  abort(): void {
    this.#stream.abort();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }
}
