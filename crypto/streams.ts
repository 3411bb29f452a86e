/** Which provider serves a keystream here. @module */

import { runtime, type RuntimeName } from "#ffi";
import type { StreamName } from "./methods.ts";
import { choose, type Served } from "./providers/choose.ts";
import { passesStreamTest } from "./providers/stream_self_test.ts";
import type { MakeStream, ProviderChoice, ProviderName } from "./providers/types.ts";

/** What a stream's name begins with: the modes of a cipher share an order. */
type Cipher =
  | "aes"
  | "camellia"
  | "bf"
  | "cast5"
  | "des"
  | "rc2"
  | "seed"
  | "idea"
  | "rc4"
  | "salsa20"
  | "chacha20"
  | "xchacha20";

/**
 * The order in which providers are tried, best first, by megabytes a second of 16 KiB at a time (docs/ciphers.md has
 * them all; CFB8 is 16 times slower than CFB, CFB1 128 times). `noble` stands for our own ciphers, too.
 */
const ORDER: Readonly<Record<RuntimeName, Readonly<Record<Cipher, readonly ProviderName[]>>>> = {
  deno: {
    // CFB 850, OFB 1,100, CTR 10,000; ours 130 to 180. node:crypto has CTR alone: 460.
    aes: ["native", "node", "noble"],
    // 160 to 240; ours 110 to 150.
    camellia: ["native", "noble"],
    // 130 and 92; 26 and 41 µs for the key.
    bf: ["native", "noble"],
    // These four are nearly as fast in TypeScript (125 and 100, 77 and 71, 53 and 53, 100 and 85), but take up to 7 µs
    // for the key where libcrypto takes 1.1 to 1.8.
    cast5: ["native", "noble"],
    des: ["native", "noble"],
    rc2: ["native", "noble"],
    seed: ["native", "noble"],
    // 150. Debian's libcrypto lacks it; libgcrypt's, in C, makes 110.
    idea: ["noble", "native"],
    // 710 to 960 from process to process, 660.
    rc4: ["native", "noble"],
    // 560; OpenSSL has none.
    salsa20: ["noble"],
    // 6,300, 2,300, 580.
    chacha20: ["native", "node", "noble"],
    xchacha20: ["native", "node", "noble"],
  },
  bun: {
    // CFB 880, OFB 1,150, CTR 10,000; node:crypto, a tenth to a third less, has neither CFB with 192 bits nor CFB1 and
    // CFB8; ours 130 to 200.
    aes: ["native", "node", "noble"],
    // 155 to 245; ours 115 to 165.
    camellia: ["native", "noble"],
    // 131, 122, 117; 25, 27 and 33 µs for the key.
    bf: ["native", "node", "noble"],
    // As on Deno: 125 and 96, 77 and 78, 53 and 53, 100 and 88, and up to 5 µs for the key against 0.8 to 1.2.
    cast5: ["native", "noble"],
    des: ["native", "noble"],
    rc2: ["native", "noble"],
    seed: ["native", "noble"],
    // 170; as on Deno.
    idea: ["noble", "native"],
    // 710 to 960 from process to process, 740 to 810, 600: node:crypto allocates what it puts out.
    rc4: ["native", "noble", "node"],
    // 610; OpenSSL has none.
    salsa20: ["noble"],
    // 6,600 and 440; node:crypto has none here.
    chacha20: ["native", "noble"],
    xchacha20: ["native", "noble"],
  },
};

/**
 * The best provider of a keystream on this machine, or the one that `choice` names. A provider that fails the known
 * case is passed over.
 *
 * @throws {ProviderError} when none serves it.
 */
export function serveStream(name: StreamName, choice: ProviderChoice = "auto"): Promise<Served<MakeStream>> {
  return choose(name, choice === "auto" ? ORDER[runtime][cipherOf(name)] : [choice], {
    find: (provider) => provider.stream(name),
    passes: (make) => passesStreamTest(name, make),
  });
}

function cipherOf(name: StreamName): Cipher {
  // The part before the first hyphen, which the compiler cannot follow.
  return name.split("-")[0] as Cipher;
}
