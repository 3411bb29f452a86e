/** Which provider must serve which keystream on which runtime. @module */

import { runtime } from "#test";
import { METHODS, type StreamName } from "../../crypto/methods.ts";
import type { MakeStream, ProviderName } from "../../crypto/providers/types.ts";
import { serveStream } from "../../crypto/streams.ts";
import type { StreamTransform } from "../../crypto/types.ts";
import { INSTALLED } from "./served.ts";

/** Every keystream, with the sizes of its key and its IV. */
export const STREAMS: readonly { name: StreamName; keySize: number; ivSize: number }[] = METHODS
  .filter((row) => row.stream === row.name)
  .map((row) => ({ name: row.stream!, keySize: row.keySize, ivSize: row.saltSize }));

/** What node:crypto has, by runtime. */
const NODE = {
  deno: /^(aes-\d+-ctr|x?chacha20(-ietf)?)$/,
  bun: /^(aes-\d+-(ctr|ofb)|aes-(128|256)-cfb|bf-cfb|rc4)$/,
};

/** What no libcrypto has, or what Debian's is built without. */
const NOT_NATIVE = /^(salsa20|idea-cfb)$/;

/** The providers that must serve a keystream here. */
export function providersOfStream(name: StreamName): ProviderName[] {
  const serves = { native: !NOT_NATIVE.test(name), node: NODE[runtime].test(name), wasm: false, noble: true };
  return INSTALLED.filter((provider) => serves[provider]);
}

/** The factory of a keystream by the provider that is forced. */
export async function makerOfStream(name: StreamName, provider: ProviderName): Promise<MakeStream> {
  const served = await serveStream(name, provider);
  if (served.provider.name !== provider) throw new Error(`Cannot test ${provider}: ${served.provider.name} answered`);
  return served.make;
}

/** All that a stream makes of the input, given in parts that end at `ends` and at its end; closes the stream. */
export function transform(stream: StreamTransform, input: Uint8Array, ends: readonly number[] = []): Uint8Array {
  const out = new Uint8Array(input.length);
  try {
    let from = 0;
    for (const end of [...ends, input.length]) {
      stream.update(input.subarray(from, end), out.subarray(from, end));
      from = end;
    }
  } finally {
    stream.close();
  }
  return out;
}
