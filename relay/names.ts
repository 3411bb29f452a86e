/** The names that one association sends to. @module */

import type { Answer } from "../dns/types.ts";

/** Payloads that wait while one name is looked up; what comes beyond is lost. */
export const MAX_WAITING = 16;

/** Seconds after which a name that led nowhere is looked up again. */
const FAILED_FOR = 5;

/** Names that one association remembers. */
const MAX_NAMES = 64;

interface Entry {
  /** Null while the name is looked up, or has no address. */
  address: string | null;
  /** Milliseconds; an answer is believed until then. */
  until: number;
  /** What waits for the address; null once it is known. */
  waiting: Uint8Array[] | null;
}

/** Looks each name up once while its answer holds, and keeps what is sent meanwhile. */
export class AssociationNames {
  readonly #entries = new Map<string, Entry>();
  readonly #lookup: (name: string) => Promise<Answer>;

  /** @param resolve what it throws is that the name has no address that may be sent to */
  constructor(resolve: (name: string) => Promise<Answer>) {
    this.#lookup = resolve;
  }

  /** The address of a name; null when it is not known (yet), and then `later` is called for each payload kept. */
  resolve(name: string, payload: Uint8Array, later: (address: string, payload: Uint8Array) => void): string | null {
    const known = this.#entries.get(name);
    if (known?.waiting) {
      if (known.waiting.length < MAX_WAITING) known.waiting.push(payload.slice());
      return null;
    }
    if (known !== undefined && known.until > performance.now()) return known.address;
    this.#ask(name, payload.slice(), later);
    return null;
  }

  #ask(name: string, payload: Uint8Array, later: (address: string, payload: Uint8Array) => void): void {
    const entry: Entry = { address: null, until: 0, waiting: [payload] };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > MAX_NAMES) this.#entries.delete(this.#entries.keys().next().value!);
    this.#answered(entry, name).then((address) => {
      if (address !== null) { for (const kept of entry.waiting ?? []) later(address, kept); }
      entry.waiting = null;
    });
  }

  /** Puts what a name leads to into its entry, and gives it. */
  async #answered(entry: Entry, name: string): Promise<string | null> {
    const { addresses, ttl } = await this.#lookup(name).catch(() => ({ addresses: [], ttl: FAILED_FOR }));
    entry.address = addresses[0] ?? null;
    entry.until = performance.now() + ttl * 1000;
    return entry.address;
  }
}
