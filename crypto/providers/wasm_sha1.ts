/** SHA-1 of single blocks by our WebAssembly. @module */

import { BLOCK, sha1, STATE } from "../wasm/sha1.ts";
import { BLOCK_SIZE, type Sha1 } from "./hkdf_sha1.ts";
import { instantiate } from "./wasm_memory.ts";

/** What the module exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  transform(): void;
}

/** The function with its memory. */
export function wasmSha1(): Sha1 {
  const { memory, transform } = instantiate<Exports>(sha1());
  return {
    state: new Int32Array(memory.buffer, STATE, 5),
    block: new Uint8Array(memory.buffer, BLOCK, BLOCK_SIZE),
    transform,
  };
}
