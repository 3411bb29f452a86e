/** The salts of each port, in memory that all threads share: what one has let pass, no other lets pass again. @module */

import { type FindSaltMemory, freeSharedSalts, makeSharedSalts, sharedSaltMemory } from "../crypto/salt_memory.ts";
import type { SharedSalts } from "../crypto/salt_memory.ts";

/** The memory of ports by their names. */
export type SaltsOfPorts = ReadonlyMap<string, SharedSalts>;

/** The first thread's: it makes them. */
export class WorkersSalts {
  readonly #holder: number;
  #ports = new Map<string, SharedSalts>();

  /** @param holder the first thread's number */
  constructor(holder: number) {
    this.#holder = holder;
  }

  /** What there is now. */
  get ports(): SaltsOfPorts {
    return new Map(this.#ports);
  }

  /** Makes memory for a port whose past does not matter to what it serves now. */
  make(port: string): FindSaltMemory {
    return (shape) => {
      const salts = makeSharedSalts(shape);
      this.#ports.set(port, salts);
      return sharedSaltMemory(salts, this.#holder);
    };
  }

  /** Goes back to what there was before. */
  restore(before: SaltsOfPorts): void {
    this.#ports = new Map(before);
  }

  /** Lets go of the memory of ports that are gone. */
  keepOnly(ports: ReadonlySet<string>): void {
    for (const port of this.#ports.keys()) if (!ports.has(port)) this.#ports.delete(port);
  }

  /** A thread has died: what it held is free. */
  free(holder: number): void {
    for (const salts of this.#ports.values()) freeSharedSalts(salts, holder);
  }
}

/** A further thread's view of them: it makes none of its own, where a repetition would pass. */
export function findSalts(salts: () => SaltsOfPorts, port: string, holder: number): FindSaltMemory {
  return ({ saltSize }) => {
    const found = salts().get(port);
    if (found?.shape.saltSize === saltSize) return sharedSaltMemory(found, holder);
    throw new Error(`Cannot share the salts of ${port}: found ${found?.shape.saltSize} bytes, expected ${saltSize}`);
  };
}
