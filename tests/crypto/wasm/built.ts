/** Modules of a few functions, for tests that call each of them alone. @module */

import type { Body } from "../../../crypto/wasm/code.ts";
import { moduleBytes } from "../../../crypto/wasm/module.ts";

/** A module that runs: its functions, and all of its memory. */
export interface Built {
  readonly bytes: Uint8Array;
  call(name: string, ...args: readonly number[]): number;
}

/** Builds a module of functions by their names; their numbers are their places. */
export function build(functions: Readonly<Record<string, Body>>): Built {
  const named = Object.entries(functions).map(([name, body]) => ({ name, body }));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes(named, 1)));
  const memory = exports.memory;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error("Cannot test the module: it exports no memory");
  return {
    bytes: new Uint8Array(memory.buffer),
    call(name, ...args) {
      const run = exports[name];
      if (typeof run !== "function") throw new Error(`Cannot test the module: it exports no ${name}`);
      return run(...args);
    },
  };
}
