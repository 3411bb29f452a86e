/** A published vector for each AEAD: a provider that fails its own is not used. @module */

import type { AeadName } from "../methods.ts";
import type { MakeAead } from "./types.ts";

/** One published case, in hexadecimal; the cipher's output is the ciphertext, then the tag. */
interface Vector {
  readonly key: string;
  readonly nonce: string;
  readonly message: string;
  readonly sealed: string;
}

const ZEROS = "00".repeat(16);

/** GCM: cases 2, 8 and 14 of McGrew and Viega's revised specification; the others: Wycheproof, tcId 32. */
const VECTORS: Partial<Record<AeadName, Vector>> = {
  "aes-128-gcm": {
    key: ZEROS,
    nonce: "00".repeat(12),
    message: ZEROS,
    sealed: "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf",
  },
  "aes-192-gcm": {
    key: "00".repeat(24),
    nonce: "00".repeat(12),
    message: ZEROS,
    sealed: "98e7247c07f0fe411c267e4384b0f6002ff58d80033927ab8ef4d4587514f0fb",
  },
  "aes-256-gcm": {
    key: "00".repeat(32),
    nonce: "00".repeat(12),
    message: ZEROS,
    sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
  },
  "chacha20-poly1305": {
    key: "67119627bd988eda906219e08c0d0d779a07d208ce8a4fe0709af755eeec6dcb",
    nonce: "68ab7fdbf61901dad461d23c",
    message: "51f8c1f731ea14acdb210a6d973e07",
    sealed: "0b29638e1fbdd6df53970be22100422a9134087d67a46e79178d0a93f5e1d2",
  },
  "xchacha20-poly1305": {
    key: "1c838d9f68e687fbdddc6dff7f2e44b277bfeb316ae5d11b3e935889b48539d8",
    nonce: "9ce202557c11a57cb14e7e4bd7986f1cf6232196672d25ea",
    message: "37905d98be9839e02923d119a88d56",
    sealed: "c5aa0caf82b963f1e9b84a789a77d359c3e2e43cc098ed413ece9d9a6fd47a",
  },
};

/** Whether the factory's cipher seals and opens the published case, and refuses it with one bit of the tag changed. */
export function passesSelfTest(name: AeadName, make: MakeAead): boolean {
  const vector = VECTORS[name];
  if (vector === undefined) return false;
  const [nonce, message, expected] = [vector.nonce, vector.message, vector.sealed].map(fromHex);
  const aead = make(fromHex(vector.key));
  try {
    const sealed = new Uint8Array(expected!.length);
    aead.seal(nonce!, message!, sealed);
    const opened = new Uint8Array(message!.length);
    const right = equal(sealed, expected!) && aead.open(nonce!, sealed, opened) && equal(opened, message!);
    sealed[sealed.length - 1]! ^= 1;
    return right && !aead.open(nonce!, sealed, opened);
  } catch {
    return false;
  } finally {
    aead.close();
  }
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
