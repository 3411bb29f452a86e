/** A thread that enters all salts that it is given into memory that it shares, and says which were new. */

import { threadPort } from "#net";
import { sharedSaltMemory, type SharedSalts } from "../../crypto/salt_memory.ts";
import { SaltPool } from "../../crypto/salt_pool.ts";

/** What it is told. */
export interface SaltsTask {
  readonly shared: SharedSalts;
  readonly holder: number;
  /** The salts, one behind the other. */
  readonly salts: Uint8Array;
  /** Counts who is there: all begin when it says so many. */
  readonly gate: Int32Array;
  readonly threads: number;
}

const port = threadPort();

port.onMessage((message) => {
  const { shared, holder, salts, gate, threads } = message as SaltsTask;
  const { saltSize, most } = shared.shape;
  const pool = new SaltPool(saltSize, most, () => sharedSaltMemory(shared, holder));
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < threads);
  const fresh: number[] = [];
  for (let index = 0; index < salts.length / saltSize; index++) {
    if (pool.add(salts.subarray(index * saltSize, (index + 1) * saltSize))) fresh.push(index);
  }
  port.post(fresh);
});
