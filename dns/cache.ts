/** Answers that are still good. @module */

import { type Answer, ResolveError } from "./types.ts";

/** What is known of a name: its addresses, or that it has none. */
interface Known {
  readonly addresses: readonly string[];
  /** Milliseconds on the clock; no more to be believed from then on. */
  readonly until: number;
}

/** A bounded store; what was not used for longest goes first. */
export class AnswerCache {
  readonly #size: number;
  readonly #known = new Map<string, Known>();

  /** With room for `size` names; 0 keeps none. */
  constructor(size: number) {
    this.#size = size;
  }

  /** How many names it holds. */
  get size(): number {
    return this.#known.size;
  }

  /** What is known of a name, or null. Throws {@linkcode ResolveError} when it is known that it has no address. */
  get(name: string, now: number): Answer | null {
    const known = this.#known.get(name);
    if (known === undefined) return null;
    const left = known.until - now;
    this.#known.delete(name);
    if (left <= 0) return null;
    this.#known.set(name, known);
    if (known.addresses.length === 0) throw notFound(name);
    return { addresses: known.addresses, ttl: left / 1000 };
  }

  /** Keeps what a name was found to be, none for no addresses, for `ttl` seconds. */
  put(name: string, addresses: readonly string[], ttl: number): void {
    this.#known.delete(name);
    if (this.#size === 0 || ttl <= 0) return;
    if (this.#known.size >= this.#size) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(name, { addresses, until: performance.now() + ttl * 1000 });
  }

  /** Forgets everything. */
  clear(): void {
    this.#known.clear();
  }
}

/** A name has no address. */
export function notFound(name: string): ResolveError {
  return new ResolveError("not-found", `Cannot resolve ${name}: it has no address`);
}
