import { assertEquals, assertThrows, readVectors, test } from "#test";
import type { AeadName } from "../../crypto/methods.ts";
import type { Aead } from "../../crypto/types.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { makerOf, SERVED_CIPHERS } from "./served.ts";

/** Where a cipher's cases are, and how many of them fit: at least so many good ones, and bad ones. */
const FILES: Partial<Record<AeadName, { file: string; keyBits: number; good: number; bad: number }>> = {
  "aes-128-gcm": { file: "aes_gcm", keyBits: 128, good: 22, bad: 27 },
  "aes-192-gcm": { file: "aes_gcm", keyBits: 192, good: 21, bad: 27 },
  "aes-256-gcm": { file: "aes_gcm", keyBits: 256, good: 21, bad: 27 },
  "aes-128-ccm": { file: "aes_ccm", keyBits: 128, good: 20, bad: 27 },
  "aes-256-ccm": { file: "aes_ccm", keyBits: 256, good: 20, bad: 27 },
  "aes-128-gcm-siv": { file: "aes_gcm_siv", keyBits: 128, good: 28, bad: 0 },
  "aes-256-gcm-siv": { file: "aes_gcm_siv", keyBits: 256, good: 30, bad: 0 },
  "chacha20-poly1305": { file: "chacha20_poly1305", keyBits: 256, good: 45, bad: 0 },
  "xchacha20-poly1305": { file: "xchacha20_poly1305", keyBits: 256, good: 45, bad: 0 },
};

/** The part of a Wycheproof file that is used. */
interface Wycheproof {
  readonly testGroups: readonly {
    readonly keySize: number;
    readonly tagSize: number;
    readonly tests: readonly Case[];
  }[];
}

interface Case {
  readonly tcId: number;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: "valid" | "invalid";
}

for (const { name, provider } of SERVED_CIPHERS) {
  const source = FILES[name];
  if (source === undefined) continue; // nobody has published cases of the smaller ChaChas
  test(`${name} by ${provider} does what every case of Wycheproof without associated data wants`, async () => {
    const text = readVectors(`wycheproof/${source.file}_test.json`);
    if (text === null) return;
    const make = await makerOf({ name, provider });
    const counts = { good: 0, bad: 0 };
    for (const vector of casesOf(JSON.parse(text), source.keyBits)) {
      const aead = make(fromHex(vector.key));
      try {
        if (vector.iv.length !== aead.nonceSize * 2) checkWrongNonce(aead, vector);
        else if (vector.result === "valid") checkGood(aead, vector), counts.good++;
        else checkBad(aead, vector), counts.bad++;
      } finally {
        aead.close();
      }
    }
    assertEquals(counts, { good: source.good, bad: source.bad });
  });
}

/** The cases that our interface can express: it has no associated data, and tags of 128 bits. */
function casesOf({ testGroups }: Wycheproof, keyBits: number): Case[] {
  return testGroups.filter((group) => group.keySize === keyBits && group.tagSize === 128)
    .flatMap((group) => group.tests).filter((vector) => vector.aad === "");
}

function checkGood(aead: Aead, { tcId, iv, msg, ct, tag }: Case): void {
  const message = fromHex(msg);
  const out = new Uint8Array(message.length + aead.tagSize);
  aead.seal(fromHex(iv), message, out);
  assertEquals(toHex(out), ct + tag, `seal, tcId ${tcId}`);
  const opened = new Uint8Array(message.length);
  assertEquals(aead.open(fromHex(iv), out, opened), true, `open, tcId ${tcId}`);
  assertEquals(toHex(opened), msg, `open, tcId ${tcId}`);
}

function checkBad(aead: Aead, { tcId, iv, ct, tag }: Case): void {
  const opened = new Uint8Array(ct.length / 2);
  assertEquals(aead.open(fromHex(iv), fromHex(ct + tag), opened), false, `tcId ${tcId}`);
}

function checkWrongNonce(aead: Aead, { iv, msg }: Case): void {
  const message = fromHex(msg);
  const sealed = new Uint8Array(message.length + aead.tagSize);
  assertThrows(() => aead.seal(fromHex(iv), message, sealed), RangeError);
  assertThrows(() => aead.open(fromHex(iv), sealed, message), RangeError);
}
