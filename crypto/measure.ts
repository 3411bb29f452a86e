/** How fast the ciphers of methods are here. @module */

import { serveAead } from "./aead.ts";
import { table } from "./legacy/table.ts";
import type { MethodRow } from "./methods.ts";
import { pinned } from "./providers/native_context.ts";
import type { ProviderChoice } from "./providers/types.ts";
import { serveStream } from "./streams.ts";

/** Bytes of the message that is sealed again and again: a chunk of AEAD-2017 has one less at most. */
export const MEASURED_SIZE = 16384;

/** A run is cut into so many parts, of which the fastest counts: the others had to share the machine. */
const PARTS = 20;

/** One operation, to be measured, and the end of what it needs. */
interface Work {
  run(): void;
  close(): void;
}

/**
 * Bytes a second of sealing messages of {@linkcode MEASURED_SIZE} with a method's cipher; null for `none`.
 *
 * @param seconds how long that may take
 * @param now seconds of a clock that only goes forward
 * @throws {ProviderError} when the provider does not serve the cipher here.
 */
export async function measure(
  row: MethodRow,
  provider: ProviderChoice,
  seconds: number,
  now: () => number = () => performance.now() / 1000,
): Promise<number | null> {
  const work = await sealing(row, provider);
  if (work === null) return null;
  try {
    return rate(work.run, seconds, now) * MEASURED_SIZE;
  } finally {
    work.close();
  }
}

/** How often a second `run` can be called. */
export function rate(run: () => void, seconds: number, now: () => number): number {
  let best = 0;
  // The first part is the compilers'.
  for (let part = 0; part <= PARTS; part++) {
    const start = now();
    let [calls, spent] = [0, 0];
    for (let batch = 1; spent < seconds / (PARTS + 1); batch = Math.min(2 * batch, 64)) {
      for (let i = 0; i < batch; i++) run();
      calls += batch;
      spent = now() - start;
    }
    if (part > 0) best = Math.max(best, calls / spent);
  }
  return best;
}

/** One seal of one message by the method's cipher; null where there is none. */
async function sealing(row: MethodRow, provider: ProviderChoice): Promise<Work | null> {
  const key = new Uint8Array(row.keySize);
  const input = new Uint8Array(MEASURED_SIZE);
  if (row.aead !== undefined) {
    const aead = (await serveAead(row.aead, provider)).make(key);
    const nonce = pinned(new Uint8Array(aead.nonceSize));
    const out = new Uint8Array(MEASURED_SIZE + aead.tagSize);
    return { run: () => aead.seal(nonce, input, out), close: () => aead.close() };
  }
  const out = new Uint8Array(MEASURED_SIZE);
  if (row.stream === undefined && row.kind !== "table") return null;
  const stream = row.stream === undefined
    ? table(key, "encrypt")
    : (await serveStream(row.stream, provider)).make(key, new Uint8Array(ivSize(row)), "encrypt");
  return { run: () => stream.update(input, out), close: () => stream.close() };
}

/** rc4-md5 makes a key of its IV, and has none for the keystream. */
function ivSize(row: MethodRow): number {
  return row.stream === "rc4" ? 0 : row.saltSize;
}
