/** AES of single blocks by @noble/ciphers. @module */

import { unsafe } from "@noble/ciphers/aes.js";
import { checkBlock, checkBlockKey, closedError, countCipher } from "./checks.ts";
import type { MakeAesBlock } from "./types.ts";

/** The factory under keys of 16 and 32 bytes; both directions' keys are expanded once. */
export const makeNobleBlock: MakeAesBlock = (key) => {
  checkBlockKey(key);
  const keys = [unsafe.expandKeyLE(key), unsafe.expandKeyDecLE(key)] as const;
  // The library works on aligned words, which the caller's block need not be.
  const aligned = new Uint8Array(16);
  countCipher(1);
  let open = true;

  function run(transform: () => void, block: Uint8Array): void {
    if (!open) throw closedError();
    checkBlock(block);
    aligned.set(block);
    transform();
    block.set(aligned);
  }

  return {
    encrypt: (block) => run(() => unsafe.encryptBlock(keys[0], aligned), block),
    decrypt: (block) => run(() => unsafe.decryptBlock(keys[1], aligned), block),
    close() {
      if (!open) return;
      open = false;
      for (const words of [...keys, aligned]) words.fill(0);
      countCipher(-1);
    },
  };
};
