/** Measures the ciphers on the runtime that runs it, and prints the figures as JSON: `cipher_table.ts` starts it. @module */

import { runtime } from "#ffi";
import { serveAead } from "../crypto/aead.ts";
import { measure, rate } from "../crypto/measure.ts";
import { type MethodRow, METHODS } from "../crypto/methods.ts";
import { pinned } from "../crypto/providers/native_context.ts";
import { ProviderError, type ProviderName } from "../crypto/providers/types.ts";
import { serveStream } from "../crypto/streams.ts";
import { CHUNK_CIPHERS, CHUNK_SIZE, type Figures, PROVIDERS } from "./cipher_report.ts";

/** Seconds for each cipher by each provider, and for each direction of a chunk. */
const SECONDS = 0.15;
const CHUNK_SECONDS = 1;

const now = () => performance.now() / 1000;

/** Bytes a second of a method by a provider; null where that does not serve it. */
async function speed(row: MethodRow, provider: ProviderName): Promise<number | null> {
  // What needs no library is no provider's; it stands where our own ciphers do.
  if (row.aead === undefined && row.stream === undefined && provider !== "noble") return null;
  try {
    return await measure(row, provider, SECONDS, now);
  } catch (cause) {
    if (cause instanceof ProviderError) return null;
    throw cause;
  }
}

/** Who serves a method unless one is forced. */
async function serving({ aead, stream }: MethodRow): Promise<ProviderName | null> {
  if (aead !== undefined) return (await serveAead(aead)).provider.name;
  return stream === undefined ? null : (await serveStream(stream)).provider.name;
}

/** Microseconds of one seal and one open of a chunk. */
async function chunk(name: typeof CHUNK_CIPHERS[number]): Promise<{ seal: number; open: number }> {
  const aead = (await serveAead(name)).make(new Uint8Array(32));
  const nonce = pinned(new Uint8Array(aead.nonceSize));
  const plain = new Uint8Array(CHUNK_SIZE);
  const sealed = new Uint8Array(CHUNK_SIZE + aead.tagSize);
  const seal = 1e6 / rate(() => aead.seal(nonce, plain, sealed), CHUNK_SECONDS, now);
  aead.seal(nonce, plain, sealed);
  const open = 1e6 / rate(() => void aead.open(nonce, sealed, plain), CHUNK_SECONDS, now);
  aead.close();
  return { seal, open };
}

if (import.meta.main) {
  const figures: Figures = { runtime, chunks: {}, methods: {} };
  for (const name of CHUNK_CIPHERS) figures.chunks[name] = await chunk(name);
  for (const row of METHODS) {
    const speeds: Partial<Record<ProviderName, number | null>> = {};
    for (const provider of PROVIDERS) speeds[provider] = await speed(row, provider);
    figures.methods[row.name] = { serving: await serving(row), speeds };
  }
  console.log(JSON.stringify(figures));
}
