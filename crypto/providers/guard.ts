/** What every provider's keystreams have in common: lengths are checked, ends are counted. @module */

import { findMethod, type StreamName } from "../methods.ts";
import type { StreamTransform } from "../types.ts";
import { checkStart, checkStream, closedError, countCipher } from "./checks.ts";
import type { MakeStream } from "./types.ts";

/** Bytes after which a block counter of 32 bits has come to its end: 256 GiB of ChaCha20. */
export const COUNTER_END = 2 ** 32 * 64;

/**
 * The factory with its checks: `start` gets a key and an IV of the right sizes, and its streams get bytes to work on,
 * never none, and an output that is long enough.
 *
 * @param limit how many bytes a stream may be: it throws rather than repeat its keystream
 */
export function guarded(name: StreamName, start: MakeStream, limit = Infinity): MakeStream {
  const row = findMethod(name);
  if (row === undefined) throw new Error(`Cannot start ${name}: it is in no row of the table`);
  return (key, iv, direction) => {
    checkStart(key, iv, row.keySize, row.saltSize);
    return new GuardedStream(start(key, iv, direction), limit);
  };
}

class GuardedStream implements StreamTransform {
  #inner: StreamTransform | null;
  #left: number;

  constructor(inner: StreamTransform, limit: number) {
    this.#inner = inner;
    this.#left = limit;
    countCipher(1);
  }

  update(input: Uint8Array, out: Uint8Array): void {
    if (this.#inner === null) throw closedError();
    checkStream(input, out);
    if (input.length === 0) return;
    if (input.length > this.#left) throw new RangeError("Cannot transform: the block counter has come to its end");
    this.#left -= input.length;
    this.#inner.update(input, out);
  }

  close(): void {
    if (this.#inner === null) return;
    this.#inner.close();
    this.#inner = null;
    countCipher(-1);
  }
}
