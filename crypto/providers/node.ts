/** Ciphers by `node:crypto`. Loaded only where it serves: on Deno the module costs 9 MB. @module */

import { createCipheriv, createDecipheriv, getCiphers, hkdfSync } from "node:crypto";
import { type DeriveSubkey, SUBKEY_INFO } from "../keys.ts";
import type { AeadName, StreamName } from "../methods.ts";
import type { Aead } from "../types.ts";
import { chachaStart, isChacha } from "./chacha_iv.ts";
import {
  checkBlock,
  checkBlockKey,
  checkKey,
  checkOpen,
  checkSeal,
  closedError,
  countCipher,
  TAG_SIZE,
} from "./checks.ts";
import { COUNTER_END, guarded } from "./guard.ts";
import type { MakeAead, MakeAesBlock, MakeStream, Provider } from "./types.ts";
import { xchacha } from "./xchacha.ts";

const NONCE_SIZE = 12;

/** The ciphers of both runtimes' node:crypto that we know how to use, under the same name. */
type NodeCipher = "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm" | "chacha20-poly1305";

/** The provider, with what this runtime's node:crypto really has. */
export function loadNode(): Provider {
  const known = new Set(getCiphers());
  return {
    name: "node",
    source: "node:crypto",
    aead: (name) => nodeAead(name, known),
    stream: (name) => nodeStream(name, known),
    aesBlock: makeNodeBlock,
    deriveSubkey: deriveSubkeyByNode,
  };
}

const deriveSubkeyByNode: DeriveSubkey = (key, salt) =>
  new Uint8Array(hkdfSync("sha1", key, salt, SUBKEY_INFO, key.length));

function nodeAead(name: AeadName, known: ReadonlySet<string>): MakeAead | null {
  if (name === "xchacha20-poly1305") {
    const inner = nodeAead("chacha20-poly1305", known);
    return inner && xchacha(inner, 20);
  }
  return isNodeCipher(name) && known.has(name) ? (key) => new NodeAead(name, key) : null;
}

function isNodeCipher(name: AeadName): name is NodeCipher {
  return /^aes-\d+-gcm$|^chacha20-poly1305$/.test(name);
}

class NodeAead implements Aead {
  readonly nonceSize = NONCE_SIZE;
  readonly tagSize = TAG_SIZE;
  readonly #name: "chacha20-poly1305";
  #key: Uint8Array | null;

  constructor(name: NodeCipher, key: Uint8Array) {
    // The declarations have one overload a family with the same methods; this one's options serve for all.
    this.#name = name as "chacha20-poly1305";
    this.#key = key.slice();
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkSeal(NONCE_SIZE, nonce, input, out);
    const cipher = createCipheriv(this.#name, this.#key, nonce, { authTagLength: TAG_SIZE });
    out.set(cipher.update(input));
    cipher.final();
    out.set(cipher.getAuthTag(), input.length);
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    if (this.#key === null) throw closedError();
    checkOpen(NONCE_SIZE, nonce, input, out);
    const decipher = createDecipheriv(this.#name, this.#key, nonce, { authTagLength: TAG_SIZE });
    decipher.setAuthTag(input.subarray(out.length));
    out.set(decipher.update(input.subarray(0, out.length)));
    try {
      decipher.final();
      return true;
    } catch {
      out.fill(0);
      return false;
    }
  }

  rekey(key: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkKey(this.#key.length, key);
    this.#key.set(key);
  }

  close(): void {
    if (this.#key === null) return;
    this.#key.fill(0);
    this.#key = null;
    countCipher(-1);
  }
}

/** Its ChaCha20 counts in 32 bits and then starts again with the same keystream: the stream ends before that. */
function nodeStream(name: StreamName, known: ReadonlySet<string>): MakeStream | null {
  if (isChacha(name)) {
    if (!known.has("chacha20")) return null;
    return guarded(name, (key, nonce) => {
      const start = chachaStart(name, key, nonce);
      return running(createCipheriv("chacha20", start.key, start.iv));
    }, COUNTER_END);
  }
  if (!known.has(name)) return null;
  return guarded(name, (key, iv, direction) => {
    const create = direction === "encrypt" ? createCipheriv : createDecipheriv;
    return running(create(name, key, iv.length === 0 ? null : iv));
  });
}

/** A cipher object whose output is always as long as its input. */
interface Running {
  update(input: Uint8Array): Uint8Array;
  final(): Uint8Array;
}

/** A cipher object as a stream; the end gives back what the runtime keeps for it. */
function running(cipher: Running) {
  return {
    update: (input: Uint8Array, out: Uint8Array) => out.set(cipher.update(input)),
    close: () => void cipher.final(),
  };
}

/** One cipher object for each direction, without padding: a block in, a block out. */
const makeNodeBlock: MakeAesBlock = (key) => {
  checkBlockKey(key);
  const name = `aes-${key.length * 8}-ecb`;
  const ciphers = [createCipheriv(name, key, null), createDecipheriv(name, key, null)] as const;
  for (const cipher of ciphers) cipher.setAutoPadding(false);
  countCipher(1);
  let open = true;

  function run(cipher: Running, block: Uint8Array): void {
    if (!open) throw closedError();
    checkBlock(block);
    block.set(cipher.update(block));
  }

  return {
    encrypt: (block) => run(ciphers[0], block),
    decrypt: (block) => run(ciphers[1], block),
    close() {
      if (!open) return;
      open = false;
      for (const cipher of ciphers) cipher.final();
      countCipher(-1);
    },
  };
};
