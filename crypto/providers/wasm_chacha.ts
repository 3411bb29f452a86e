/** The ChaChas with Poly1305 by our WebAssembly. @module */

import { chachaPoly, KEY, NONCE } from "../wasm/chacha_poly.ts";
import { hchacha, type Rounds } from "./hchacha.ts";
import type { Engine } from "./wasm_aead.ts";
import { FIRST_PAGES, instantiate, WorkMemory } from "./wasm_memory.ts";

const KEY_SIZE = 32;

/** What the module exports. */
interface ChachaPoly {
  readonly memory: WebAssembly.Memory;
  seal(input: number, output: number, size: number, pairs: number): void;
  open(input: number, output: number, size: number, pairs: number): number;
}

/** The module's instance and its memory: one for all the ciphers. */
interface Instance {
  readonly module: ChachaPoly;
  readonly memory: WorkMemory;
}

let made: Instance | undefined;

/** The instance, made when it is first asked for. */
function instance(): Instance {
  if (made !== undefined) return made;
  const module = instantiate<ChachaPoly>(chachaPoly(FIRST_PAGES));
  return made = { module, memory: new WorkMemory(module.memory) };
}

/** ChaCha of so many rounds with Poly1305. */
export function chachaEngine(rounds: Rounds): Engine {
  return engine(rounds, 12, (key, nonce, { bytes }) => {
    for (let i = 0; i < KEY_SIZE; i++) bytes[KEY + i] = key[i]!;
    for (let i = 0; i < 12; i++) bytes[NONCE + i] = nonce[i]!;
  });
}

/** XChaCha of so many rounds with Poly1305 (draft-irtf-cfrg-xchacha-03 §2.3). */
export function xchachaEngine(rounds: Rounds): Engine {
  return engine(rounds, 24, (key, nonce, { bytes }) => {
    hchacha(key, nonce, rounds, bytes);
    for (let i = 0; i < 4; i++) bytes[NONCE + i] = 0;
    for (let i = 4; i < 12; i++) bytes[NONCE + i] = nonce[12 + i]!;
  });
}

function engine(
  rounds: Rounds,
  nonceSize: number,
  begin: (key: Uint8Array, nonce: Uint8Array, memory: WorkMemory) => void,
): Engine {
  const { module, memory } = instance();
  const pairs = rounds / 2;
  return {
    keySize: KEY_SIZE,
    nonceSize,
    memory,
    begin: (key, nonce) => begin(key, nonce, memory),
    seal: (size) => module.seal(memory.input, memory.output, size, pairs),
    open: (size) => module.open(memory.input, memory.output, size, pairs) === 1,
    forget() {
      for (let i = 0; i < KEY_SIZE; i++) memory.bytes[KEY + i] = 0;
    },
  };
}
