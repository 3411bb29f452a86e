/** Ciphers by `node:crypto`. Loaded only where it serves: on Deno the module costs 9 MB. @module */

import { createCipheriv, createDecipheriv, getCiphers, hkdfSync } from "node:crypto";
import { type DeriveSubkey, SUBKEY_INFO } from "../keys.ts";
import type { AeadName } from "../methods.ts";
import type { Aead } from "../types.ts";
import { checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import { type MakeAead, type Provider, ProviderError } from "./types.ts";

const NONCE_SIZE = 12;

/** The ciphers that node:crypto knows under the same name; xchacha20-poly1305 is not one of them. */
type NodeCipher = "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm" | "chacha20-poly1305";

/** The provider, with what this runtime's node:crypto really has. */
export function loadNode(): Provider {
  const known = new Set(getCiphers());
  return {
    name: "node",
    source: "node:crypto",
    aead: (name) => isNodeCipher(name) && known.has(name) ? makeNodeAead(name) : null,
    stream: () => null,
    aesBlock: () => {
      throw new ProviderError("Cannot make AES blocks here");
    },
    deriveSubkey: deriveSubkeyByNode,
  };
}

function isNodeCipher(name: AeadName): name is NodeCipher {
  return /^aes-...-gcm$|^chacha20-poly1305$/.test(name);
}

const deriveSubkeyByNode: DeriveSubkey = (key, salt) =>
  new Uint8Array(hkdfSync("sha1", key, salt, SUBKEY_INFO, key.length));

function makeNodeAead(name: NodeCipher): MakeAead {
  return (key) => new NodeAead(name, key);
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

  close(): void {
    if (this.#key === null) return;
    this.#key.fill(0);
    this.#key = null;
    countCipher(-1);
  }
}
