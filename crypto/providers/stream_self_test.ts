/** A known case for each keystream: a provider that fails it is not used. @module */

import { masterKey } from "../keys.ts";
import { findMethod, type StreamName } from "../methods.ts";
import type { StreamTransform } from "../types.ts";
import type { MakeStream } from "./types.ts";

/** Bytes that are encrypted: 0, 1, 2 … 19, which end inside a block whatever its size. */
const SIZE = 20;
/** Where parts of it begin: no cut is at the end of a block. */
const CUTS = [0, 7, 18];

/**
 * What becomes of those bytes under the password `foobar` and an IV of 3, 10, 17 … The methods that the Python program
 * (shadowsocks 2.8.2) or libsodium 1.0.18 has: what these make. The others, marked, what OpenSSL 3.0 makes; IDEA, which
 * that lacks: what our own cipher makes, which the published vectors of IDEA in CFB hold to.
 */
const MADE: Readonly<Record<StreamName, string>> = {
  "aes-128-cfb": "153fd694700dff3d4f8f056d5e57a91841f04df6",
  "aes-128-cfb1": "0e9fb946e9995369b5264ab25c4621c5ac78f569",
  "aes-128-cfb8": "151463b60157fb791233dc3fc21cd09830211349",
  "aes-128-ofb": "153fd694700dff3d4f8f056d5e57a9182922bb39",
  "aes-128-ctr": "153fd694700dff3d4f8f056d5e57a9189b5af76b",
  "aes-192-cfb": "349c096dbcf127915d32fd038835393e8c699a9d",
  "aes-192-cfb1": "078883aedff4144c56b5dd87acac81cc8884a7de",
  "aes-192-cfb8": "347097d71b25aff0208514124d63fcb43f885ef5",
  "aes-192-ofb": "349c096dbcf127915d32fd038835393ee87a628e",
  "aes-192-ctr": "349c096dbcf127915d32fd038835393e3de8483d",
  "aes-256-cfb": "ba38070bcbe9f971eaa5f0f64253bbc8b4ba83f1",
  "aes-256-cfb1": "9a98188e7d5fd28f13b43a3118a1b43c44b32031",
  "aes-256-cfb8": "ba7430d8c2564096727b91758b69208a49fc92e9",
  "aes-256-ofb": "ba38070bcbe9f971eaa5f0f64253bbc82f00dc5e",
  "aes-256-ctr": "ba38070bcbe9f971eaa5f0f64253bbc8be206c74",
  "camellia-128-cfb": "29b2c2ae2b30630b5cd2180d61233a7a98d0293e",
  "camellia-128-cfb1": "360cca4e5128edaf759acdd3f993ab3fd20b9e41", // OpenSSL
  "camellia-128-cfb8": "2902088408a40c63b777d3e176d314652d201bf3", // OpenSSL
  "camellia-128-ofb": "29b2c2ae2b30630b5cd2180d61233a7af715e642", // OpenSSL
  "camellia-128-ctr": "29b2c2ae2b30630b5cd2180d61233a7aba854099", // OpenSSL
  "camellia-192-cfb": "a549dd4ecbed19a0e94c17c6ddbdc6d525f6dca7",
  "camellia-192-cfb1": "f031a7d2f9a932ec81fa1808eb6ab5d43046feb2", // OpenSSL
  "camellia-192-cfb8": "a56b1a34f2cfaae133e541f9841c12fcaffad493", // OpenSSL
  "camellia-192-ofb": "a549dd4ecbed19a0e94c17c6ddbdc6d57515e4e6", // OpenSSL
  "camellia-192-ctr": "a549dd4ecbed19a0e94c17c6ddbdc6d506dfc1f2", // OpenSSL
  "camellia-256-cfb": "f552d4f843905eaedcc8f39599539f1c82515959",
  "camellia-256-cfb1": "b6d21b2840a3f0496945dd6105f62d68c8458728", // OpenSSL
  "camellia-256-cfb8": "f57ccce9185843afd10ed3a8b2197856e0abc154", // OpenSSL
  "camellia-256-ofb": "f552d4f843905eaedcc8f39599539f1c66e114d9", // OpenSSL
  "camellia-256-ctr": "f552d4f843905eaedcc8f39599539f1c8d4fce57", // OpenSSL
  "bf-cfb": "c701e240e41504956c4118ecca3d5c0658624061",
  "cast5-cfb": "5036556b668e0dd4c784abd2df8212c31f47bdf5",
  "des-cfb": "cd0bde920e44d965bb000241e687a3a11c2fbf72",
  "idea-cfb": "91e85b11714229779fd0cdac36c7a746fd044fd9", // ours
  "rc2-cfb": "8428724608780434c9e677f629fcc92ac06f9c21",
  "seed-cfb": "559c5ad4c59fc0262a4b45f5ae7681c8170de9db",
  rc4: "b87595cfc5d33da91758ce6e8a95b99beb5ad757",
  salsa20: "e12e71198c2d23d938e5ad174d7c931da98d27fa",
  chacha20: "7fc75225bfcf890f7482b31c675e4ace554f396b",
  "chacha20-ietf": "3e7f7106071af066a4208bfa5134032a49ef3b99",
  xchacha20: "65c69b192c031e4815ef2da88bd7929f5603e394",
};

/** Whether the factory's streams make the known case, and its input of it, in place and in parts. */
export function passesStreamTest(name: StreamName, make: MakeStream): boolean {
  const row = findMethod(name);
  if (row === undefined) return false;
  const key = masterKey("foobar", row.keySize);
  const iv = Uint8Array.from({ length: row.saltSize }, (_, i) => 3 + 7 * i);
  const bytes = Uint8Array.from({ length: SIZE }, (_, i) => i);
  try {
    transform(make(key, iv, "encrypt"), bytes);
    const right = bytes.every((byte, i) => byte === parseInt(MADE[name].slice(2 * i, 2 * i + 2), 16));
    transform(make(key, iv, "decrypt"), bytes);
    return right && bytes.every((byte, i) => byte === i);
  } catch {
    return false;
  }
}

function transform(stream: StreamTransform, bytes: Uint8Array): void {
  try {
    for (const [i, start] of CUTS.entries()) {
      const part = bytes.subarray(start, CUTS[i + 1]);
      stream.update(part, part);
    }
  } finally {
    stream.close();
  }
}
