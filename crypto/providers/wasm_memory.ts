/** The memory of a WebAssembly module, where messages are copied to, worked on and copied from. @module */

import { PAGE_SIZE } from "../wasm/module.ts";

/** Where the messages begin: what is before belongs to the module. */
const INPUT = 16_384;

/** Bytes on both sides of a message that a module may write to beside it. */
const MARGIN = 1024;

/** Pages that a module begins with: a message of 64 KiB fits, and what is not used takes no memory. */
export const FIRST_PAGES = 3;

/** Up to so many bytes a loop copies faster than a call does. */
const FEW = 48;

/** The exports of a module of ours; the caller says what its source exports. */
export function instantiate<T>(bytes: Uint8Array<ArrayBuffer>): T {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as T;
}

/** What is copied in and out of one module. */
export class WorkMemory {
  /** Where a message comes in. */
  readonly input = INPUT;
  /** All of the memory. */
  bytes: Uint8Array;
  readonly #memory: WebAssembly.Memory;
  #capacity: number;
  /** Where the last result was seen, since most are as long as the one before. */
  #result: Uint8Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.bytes = this.#result = new Uint8Array(memory.buffer);
    this.#capacity = capacityOf(this.bytes.length);
  }

  /** Where the result of a message is put out. */
  get output(): number {
    return INPUT + this.#capacity + MARGIN;
  }

  /** Copies a message in. */
  put(message: Uint8Array): void {
    const { length } = message;
    if (length > this.#capacity) this.#grow(length);
    const { bytes } = this;
    if (length > FEW) bytes.set(message, INPUT);
    else for (let i = 0; i < length; i++) bytes[INPUT + i] = message[i]!;
  }

  /** Copies the result out. */
  take(out: Uint8Array): void {
    const { length } = out;
    const { bytes, output } = this;
    if (length > FEW) out.set(this.#seen(length));
    else for (let i = 0; i < length; i++) out[i] = bytes[output + i]!;
  }

  #seen(length: number): Uint8Array {
    if (this.#result.length !== length) this.#result = this.bytes.subarray(this.output, this.output + length);
    return this.#result;
  }

  #grow(size: number): void {
    const missing = INPUT + 2 * (size + 2 * MARGIN) - this.bytes.length;
    this.#memory.grow(Math.ceil(missing / PAGE_SIZE));
    this.bytes = this.#result = new Uint8Array(this.#memory.buffer);
    this.#capacity = capacityOf(this.bytes.length);
    // What was there lies where messages come in now, and modules begin with zeros around these.
    this.bytes.fill(0, INPUT - MARGIN);
  }
}

/** The longest message for which there is room twice. */
function capacityOf(total: number): number {
  return Math.floor((total - INPUT) / 2) - 2 * MARGIN;
}
