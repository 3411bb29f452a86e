/** The published vector files of the block ciphers' modes. @module */

import { assert, assertEquals, readVectors, test } from "#test";
import { fromHex, toHex } from "../../vectors/hex.ts";
import { parseStanzas, type Stanza, valueOf } from "../../vectors/stanzas.ts";
import { findStream } from "./ciphers.ts";
import { checkStream, transform } from "./streams.ts";

/** One vector whose values are hexadecimal. */
function check(name: string, vector: Stanza): void {
  const make = findStream(name)!;
  const key = fromHex(valueOf(vector, "key"));
  const iv = fromHex(vector.iv ?? "");
  checkStream({
    name: `${name} ${vector.count ?? ""}`,
    make: (direction) => make(key, iv, direction),
    plaintext: fromHex(valueOf(vector, "plaintext")),
    ciphertext: fromHex(valueOf(vector, "ciphertext")),
  });
}

for (const family of ["aes_common", "bf", "camellia", "cast5", "des", "idea", "rc2", "rc4", "seed"]) {
  test(`OpenSSL's vectors hold: ${family}`, () => {
    const text = readVectors(`openssl/evpciph_${family}.txt`);
    if (text === null) return;
    let checked = 0;
    for (const vector of parseStanzas(text)) {
      const name = vector.cipher?.replace("RC4-40", "RC4") ?? "";
      // Left out: RC2 with other effective bits, what is to be refused, and ciphers and modes that are not here.
      if (vector.keybits || vector.result || name.startsWith("DES-EDE3") || !findStream(name)) continue;
      check(name, vector);
      const whole = valueOf(vector, "plaintext").length % (vector.iv?.length ?? 1) === 0;
      if (vector.nextiv && whole) checkNextIv(name, vector);
      checked++;
    }
    assert(checked > 0, family);
  });
}

/** After whole blocks, the stream must go on as a new one would that starts from the vector's NextIV. */
function checkNextIv(name: string, vector: Stanza): void {
  const make = findStream(name)!;
  const key = fromHex(valueOf(vector, "key"));
  const more = new Uint8Array(40).fill(0xa5);
  const fresh = transform(make(key, fromHex(valueOf(vector, "nextiv")), "encrypt"), more);

  const plaintext = fromHex(valueOf(vector, "plaintext"));
  const stream = make(key, fromHex(valueOf(vector, "iv")), "encrypt");
  stream.update(plaintext, new Uint8Array(plaintext.length));
  assertEquals(toHex(transform(stream, more)), toHex(fresh), `${name} from ${vector.nextiv}`);
}

const PYCA_FILES: Record<string, string> = {
  "AES/CTR/aes-128-ctr.txt": "aes-128-ctr",
  "AES/CTR/aes-192-ctr.txt": "aes-192-ctr",
  "AES/CTR/aes-256-ctr.txt": "aes-256-ctr",
  "Blowfish/bf-cfb.txt": "bf-cfb",
  "Blowfish/bf-ofb.txt": "bf-ofb",
  "CAST5/cast5-cfb.txt": "cast5-cfb",
  "CAST5/cast5-ctr.txt": "cast5-ctr",
  "CAST5/cast5-ofb.txt": "cast5-ofb",
  "Camellia/camellia-cfb.txt": "camellia-128-cfb",
  "Camellia/camellia-ofb.txt": "camellia-128-ofb",
  "IDEA/idea-cfb.txt": "idea-cfb",
  "IDEA/idea-ofb.txt": "idea-ofb",
  "SEED/seed-cfb.txt": "seed-cfb",
  "SEED/seed-ofb.txt": "seed-ofb",
};

for (const [file, name] of Object.entries(PYCA_FILES)) {
  test(`pyca's vectors hold: ${file}`, () => {
    const text = readVectors(`cryptography_vectors/${file}`);
    if (text === null) return;
    const vectors = parseStanzas(text).filter((vector) => vector.count);
    assert(vectors.length > 0);
    vectors.forEach((vector) => check(name, vector));
  });
}

for (const mode of ["CFB128", "CFB8", "CFB1", "OFB"]) {
  test(`NIST's vectors hold: AES in ${mode}`, () => {
    for (const kind of ["GFSbox", "KeySbox", "VarKey", "VarTxt", "MMT"]) {
      for (const bits of [128, 192, 256]) checkNistFile(mode, kind, bits);
    }
  });
}

/** Every vector of one of NIST's files. */
function checkNistFile(mode: string, kind: string, bits: number): void {
  const text = readVectors(`cryptography_vectors/AES/${mode.slice(0, 3)}/${mode}${kind}${bits}.rsp`);
  if (text === null) return;
  const vectors = parseStanzas(text).filter((vector) => vector.count);
  assert(vectors.length > 0);
  vectors.forEach((vector) => {
    if (mode === "CFB1") checkBits(bits, vector);
    else check(`aes-${bits}-${mode.toLowerCase().replace("cfb128", "cfb")}`, vector);
  });
}

/** CFB1's vectors are bits that need not fill a byte: the rest of the last byte is not compared. */
function checkBits(bits: number, vector: Stanza): void {
  const make = findStream(`aes-${bits}-cfb1`)!;
  const [key, iv] = [fromHex(valueOf(vector, "key")), fromHex(valueOf(vector, "iv"))];
  const [plaintext, ciphertext] = [valueOf(vector, "plaintext"), valueOf(vector, "ciphertext")];
  const sealed = transform(make(key, iv, "encrypt"), bytesOfBits(plaintext));
  assertEquals(bitsOfBytes(sealed).slice(0, ciphertext.length), ciphertext);
  const opened = transform(make(key, iv, "decrypt"), bytesOfBits(ciphertext));
  assertEquals(bitsOfBytes(opened).slice(0, plaintext.length), plaintext);
}

/** Zeros and ones, the highest bit first, as bytes; zeros fill the last one. */
function bytesOfBits(bits: string): Uint8Array {
  return Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (byte) => parseInt(byte.padEnd(8, "0"), 2));
}

/** Bytes as zeros and ones. */
function bitsOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
}

test("SP 800-38A's CTR vectors hold", () => {
  const text = readVectors("stablelib/nist_800_38a.json");
  if (text === null) return;
  const vectors: { name: string; key: string; iv: string; blocks: { plaintext: string; ciphertext: string }[] }[] = JSON
    .parse(text);
  for (const { name, key, iv, blocks } of vectors.filter(({ name }) => name.includes("CTR"))) {
    check(`aes-${key.length * 4}-ctr`, {
      count: name,
      key,
      iv,
      plaintext: blocks.map((block) => block.plaintext).join(""),
      ciphertext: blocks.map((block) => block.ciphertext).join(""),
    });
  }
});
