/** What is done when a service lies still again after its start, or after a load. @module */

import { after, type Wait } from "../net/timers.ts";
import type { Memory } from "../net/types.ts";
import type { Service } from "../service/mod.ts";

/** Seconds until the first look, and between looks while something moves. */
const FIRST = 1;
const BUSY = 0.4;
/** Seconds between looks in the end, when nothing moves: each wakes the processor. */
const STILL = 4;
/** Seconds without work after which a rest is a long one. */
const SETTLED = 30;

/** Bytes that a connection, or an association, counts as: what it leaves behind is more than what it carried. */
const EACH = 256 * 1024;
/** Bytes between two looks that are no work yet. */
const LITTLE = 1024 * 1024;
/** Bytes after which a rest is worth what it costs. */
const LOAD = 256 * 1024 * 1024;

/** What is done for memory in a rest. */
type Collecting = Omit<Memory, "held">;

/**
 * Looks at what a service carries, and whenever it rests has garbage collected and then memory given back; thoroughly when
 * the rest lasts.
 */
export class RestWatch {
  readonly #service: Pick<Service, "counters">;
  readonly #memory: Collecting;
  /** Bytes since the last rest. The start is a load. */
  #load = LOAD;
  #carried = 0;
  #open = 0;
  #pause = FIRST;
  /** Seconds since the last work, or since the rest. */
  #quiet = 0;
  /** Whether the rest is known for a long one. */
  #settled = true;
  /** Whether garbage was collected since the last load. */
  #collected = false;
  #wait: Wait;

  constructor(service: Pick<Service, "counters">, memory: Collecting) {
    this.#service = service;
    this.#memory = memory;
    this.#wait = after(FIRST, () => this.#look());
  }

  /** Looks no more. */
  stop(): void {
    this.#wait.cancel();
  }

  #look(): void {
    const work = this.#workSince();
    this.#load += work;
    this.#quiet += this.#pause;
    if (work > LITTLE) this.#disturbed();
    else if (this.#load >= LOAD) this.#rest();
    else this.#lieStill();
    this.#wait = after(this.#pause, () => this.#look());
  }

  #disturbed(): void {
    this.#pause = BUSY;
    this.#quiet = 0;
    this.#collected = false;
  }

  /** Collects at the first look that finds a rest, and gives back at the next: what was garbage is free by then. */
  #rest(): void {
    this.#pause = BUSY;
    this.#collected = !this.#collected;
    if (this.#collected) return attempt(() => this.#memory.collect());
    attempt(() => this.#memory.giveBack());
    this.#load = this.#quiet = 0;
    this.#settled = false;
  }

  /** Looks less and less often, and settles once when the rest has lasted. */
  #lieStill(): void {
    this.#pause = Math.min(2 * this.#pause, STILL);
    if (this.#settled || this.#quiet < SETTLED) return;
    this.#settled = true;
    attempt(() => this.#memory.settle());
  }

  /** Bytes since the last look, with what connections count as, and what of them and of associations has ended. */
  #workSince(): number {
    const { up, down, accepted, active, associations } = this.#service.counters;
    const carried = up + down + accepted * EACH;
    const open = active + associations;
    const work = carried - this.#carried + Math.max(0, this.#open - open) * EACH;
    this.#carried = carried;
    this.#open = open;
    return work;
  }
}

/** Does what saves memory: where that fails, all goes on as well without. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // Nobody need know.
  }
}
