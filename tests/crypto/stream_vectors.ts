/** The published vectors of keystreams, from all files, in one form. @module */

import { readVectors } from "#test";
import { findMethod, type StreamName } from "../../crypto/methods.ts";
import { fromHex } from "../vectors/hex.ts";
import { parseStanzas, type Stanza, valueOf } from "../vectors/stanzas.ts";

/** One vector. */
export interface StreamVector {
  /** Where it comes from, named when it fails. */
  readonly title: string;
  readonly name: StreamName;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** How many bits of the output count: all but for CFB1's. */
  readonly bits: number;
}

const PYCA: Record<string, StreamName> = {
  "AES/CTR/aes-128-ctr.txt": "aes-128-ctr",
  "AES/CTR/aes-192-ctr.txt": "aes-192-ctr",
  "AES/CTR/aes-256-ctr.txt": "aes-256-ctr",
  "Blowfish/bf-cfb.txt": "bf-cfb",
  "CAST5/cast5-cfb.txt": "cast5-cfb",
  "Camellia/camellia-cfb.txt": "camellia-128-cfb",
  "Camellia/camellia-ofb.txt": "camellia-128-ofb",
  "IDEA/idea-cfb.txt": "idea-cfb",
  "SEED/seed-cfb.txt": "seed-cfb",
};

/** All that the files have of our methods' key and IV sizes. */
export function streamVectors(): StreamVector[] {
  return [...openssl(), ...pyca(), ...nist(), ...streamCiphers(), ...wire()];
}

function openssl(): StreamVector[] {
  const families = ["aes_common", "bf", "camellia", "cast5", "chacha", "des", "idea", "rc2", "rc4", "seed"];
  return families.flatMap((family) => {
    const file = `openssl/evpciph_${family}.txt`;
    return parseStanzas(readVectors(file) ?? "").filter((vector) => vector.cipher && !vector.keybits && !vector.result)
      .flatMap((vector) => fromStanza(file, valueOf(vector, "cipher"), vector));
  });
}

function pyca(): StreamVector[] {
  return Object.entries(PYCA).flatMap(([path, name]) => {
    const file = `cryptography_vectors/${path}`;
    return parseStanzas(readVectors(file) ?? "").filter((vector) => vector.count)
      .flatMap((vector) => fromStanza(file, name, vector));
  });
}

function nist(): StreamVector[] {
  const files = ["CFB128", "CFB8", "CFB1", "OFB"].flatMap((mode) =>
    ["GFSbox", "KeySbox", "VarKey", "VarTxt", "MMT"].flatMap((kind) =>
      [128, 192, 256].map((bits) => ({ path: `AES/${mode.slice(0, 3)}/${mode}${kind}${bits}.rsp`, mode, bits }))
    )
  );
  return files.flatMap(({ path, mode, bits }) => {
    const file = `cryptography_vectors/${path}`;
    const name = `aes-${bits}-${mode.toLowerCase().replace("cfb128", "cfb")}`;
    return parseStanzas(readVectors(file) ?? "").filter((vector) => vector.count)
      .flatMap((vector) => fromStanza(file, name, vector));
  });
}

/** Salsa20 and the original ChaCha20. */
function streamCiphers(): StreamVector[] {
  const salsa = readTests("salsa20-ecrypt-256.json").filter(({ pos }) => Number(pos) === 0);
  return [
    ...salsa.flatMap((vector) => fromStanza("ECRYPT", "salsa20", zerosTo(vector.keystream, vector))),
    ...readTests("chacha20-djb-64bit-nonce.json").flatMap((vector) => fromStanza("RustCrypto", "chacha20", vector)),
    ...readTests("stablelib/stablelib_chacha20.json").flatMap((vector) =>
      fromStanza("StableLib", "chacha20", zerosTo(vector.stream, { key: vector.key, iv: vector.nonce }))
    ),
  ];
}

/** What other implementations put on the wire. */
function wire(): StreamVector[] {
  return readTests("ss-stream-wire.json").flatMap((vector) => {
    const ciphertext = vector.wire?.slice(valueOf(vector, "iv").length);
    return fromStanza("the wire", valueOf(vector, "method"), { ...vector, ciphertext });
  });
}

/** The cases of a file in JSON: they stand under `tests`, or alone. */
function readTests(path: string): Stanza[] {
  const parsed: Stanza[] | { tests: Stanza[] } = JSON.parse(readVectors(path) ?? "[]");
  return Array.isArray(parsed) ? parsed : parsed.tests;
}

/** The vector that makes a keystream of zeros. */
function zerosTo(keystream: string | undefined, { key, iv }: Stanza): Stanza {
  return { key, iv, plaintext: keystream?.replace(/./g, "0"), ciphertext: keystream };
}

/** The vector, where it is of a method of ours and has its sizes. */
function fromStanza(file: string, cipher: string, vector: Stanza): StreamVector[] {
  let name = cipher.toLowerCase();
  let iv = fromHex(vector.iv ?? "");
  if (file.endsWith("chacha.txt")) {
    // OpenSSL's IV is the block counter, of which we only take zeros, and the nonce.
    if (iv.subarray(0, 4).some((byte) => byte !== 0)) return [];
    name = "chacha20-ietf";
    iv = iv.subarray(4);
  }
  const row = findMethod(name);
  const key = fromHex(vector.key ?? "");
  if (row?.stream !== name || row.keySize !== key.length || row.saltSize !== iv.length) return [];
  const title = `${file}: ${name} ${vector.count ?? ""}`;
  const [plaintext, ciphertext] = [valueOf(vector, "plaintext"), valueOf(vector, "ciphertext")];
  if (name.endsWith("-cfb1") && file.endsWith(".rsp")) {
    const [from, to] = [bytesOfBits(plaintext), bytesOfBits(ciphertext)];
    return [{ title, name: row.stream, key, iv, plaintext: from, ciphertext: to, bits: plaintext.length }];
  }
  const [from, to] = [fromHex(plaintext), fromHex(ciphertext)];
  return [{ title, name: row.stream, key, iv, plaintext: from, ciphertext: to, bits: 8 * from.length }];
}

/** Zeros and ones, the highest bit first, as bytes; zeros fill the last one. */
function bytesOfBits(bits: string): Uint8Array {
  return Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (byte) => parseInt(byte.padEnd(8, "0"), 2));
}
