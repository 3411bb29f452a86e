/** AEADs by a WebAssembly module: many keys take turns in one memory. @module */

import type { Aead } from "../types.ts";
import { checkKey, checkOpen, checkSeal, closedError, countCipher, TAG_SIZE } from "./checks.ts";
import type { MakeAead } from "./types.ts";
import type { WorkMemory } from "./wasm_memory.ts";

/** A cipher of a module. */
export interface Engine {
  readonly keySize: number;
  readonly nonceSize: number;
  readonly memory: WorkMemory;
  /** Makes key and nonce ready for one operation. */
  begin(key: Uint8Array, nonce: Uint8Array): void;
  /** Seals the message of `size` bytes that is in the memory. */
  seal(size: number): void;
  /** Opens it, its tag behind it; whether the tag is right. */
  open(size: number): boolean;
  /** Is told that a key has become another, or is not needed any more. */
  forget(key: Uint8Array): void;
}

/** The factory of an engine's ciphers. */
export function wasmAead(engine: Engine): MakeAead {
  return (key) => new WasmAead(engine, key);
}

class WasmAead implements Aead {
  readonly nonceSize: number;
  readonly tagSize = TAG_SIZE;
  readonly #engine: Engine;
  #key: Uint8Array | null;

  constructor(engine: Engine, key: Uint8Array) {
    checkKey(engine.keySize, key);
    this.#engine = engine;
    this.nonceSize = engine.nonceSize;
    this.#key = key.slice();
    countCipher(1);
  }

  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkSeal(this.nonceSize, nonce, input, out);
    const engine = this.#engine;
    engine.memory.put(input);
    engine.begin(this.#key, nonce);
    engine.seal(input.length);
    engine.memory.take(out);
  }

  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean {
    if (this.#key === null) throw closedError();
    checkOpen(this.nonceSize, nonce, input, out);
    const engine = this.#engine;
    engine.memory.put(input);
    engine.begin(this.#key, nonce);
    if (!engine.open(out.length)) return false;
    engine.memory.take(out);
    return true;
  }

  rekey(key: Uint8Array): void {
    if (this.#key === null) throw closedError();
    checkKey(this.#key.length, key);
    this.#engine.forget(this.#key);
    this.#key.set(key);
  }

  close(): void {
    if (this.#key === null) return;
    this.#engine.forget(this.#key);
    this.#key.fill(0);
    this.#key = null;
    countCipher(-1);
  }
}
