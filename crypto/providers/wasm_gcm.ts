/** AES-GCM by our WebAssembly. @module */

import { gcm, KEY, NONCE } from "../wasm/gcm.ts";
import type { Engine } from "./wasm_aead.ts";
import { FIRST_PAGES, instantiate, WorkMemory } from "./wasm_memory.ts";

const NONCE_SIZE = 12;

/** What the module exports. */
interface Gcm {
  readonly memory: WebAssembly.Memory;
  expandKey(key: number, size: number): void;
  seal(input: number, output: number, size: number, rounds: number, isNewKey: number): void;
  open(input: number, output: number, size: number, rounds: number, isNewKey: number): number;
}

/** The module's instance, its memory, and the key that it is ready for. */
interface Instance {
  readonly module: Gcm;
  readonly memory: WorkMemory;
  key: Uint8Array | null;
}

let made: Instance | undefined;

/** The instance, made when it is first asked for: one for keys of all sizes. */
function instance(): Instance {
  if (made !== undefined) return made;
  const module = instantiate<Gcm>(gcm(FIRST_PAGES));
  return made = { module, memory: new WorkMemory(module.memory), key: null };
}

/** AES-GCM under keys of so many bytes. Several operations under one key are cheaper than under others in turn. */
export function gcmEngine(keySize: 16 | 24 | 32): Engine {
  const shared = instance();
  const { module, memory } = shared;
  const rounds = keySize / 4 + 6;
  let isNewKey = 0;
  return {
    keySize,
    nonceSize: NONCE_SIZE,
    memory,
    begin(key, nonce) {
      const { bytes } = memory;
      for (let i = 0; i < NONCE_SIZE; i++) bytes[NONCE + i] = nonce[i]!;
      isNewKey = shared.key === key ? 0 : 1;
      if (isNewKey === 0) return;
      for (let i = 0; i < keySize; i++) bytes[KEY + i] = key[i]!;
      module.expandKey(KEY, keySize);
      shared.key = key;
    },
    seal: (size) => module.seal(memory.input, memory.output, size, rounds, isNewKey),
    open: (size) => module.open(memory.input, memory.output, size, rounds, isNewKey) === 1,
    forget(key) {
      if (shared.key === key) shared.key = null;
    },
  };
}
