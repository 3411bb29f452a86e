/** The names that one association sends to. @module */

import type { Answer } from "../dns/types.ts";

/** Payloads that wait while one name is looked up; what comes beyond is lost. */
export const MAX_WAITING = 16;

/** Bytes that wait in one association, whatever names they are for: as many as the largest datagram. */
export const MAX_WAITING_BYTES = 64 * 1024;

/** Names that one association looks up at once; what is sent to others meanwhile is lost. */
export const MAX_LOOKUPS = 8;

/**
 * Names that all associations look up at once. It is half of what the resolver asks for at a time
 * (`dns/slots.ts`): whoever sends to names that nobody answers for leaves the other half to connections.
 */
export const MOST_LOOKUPS = 128;

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

/** Lookups of all associations that are under way. */
let underWay = 0;

/** Looks each name up once while its answer holds, and keeps what is sent meanwhile. */
export class AssociationNames {
  readonly #entries = new Map<string, Entry>();
  readonly #lookup: (name: string) => Promise<Answer>;
  /** Lookups under way, and bytes that wait for them. */
  #lookups = 0;
  #bytes = 0;

  /** @param resolve what it throws is that the name has no address that may be sent to */
  constructor(resolve: (name: string) => Promise<Answer>) {
    this.#lookup = resolve;
  }

  /** The address of a name; null when it is not known (yet), and then `later` is called for each payload kept. */
  resolve(name: string, payload: Uint8Array, later: (address: string, payload: Uint8Array) => void): string | null {
    const known = this.#entries.get(name);
    if (known?.waiting) {
      if (known.waiting.length < MAX_WAITING) this.#keep(known.waiting, payload);
      return null;
    }
    if (known !== undefined && known.until > performance.now()) return known.address;
    if (this.#lookups < MAX_LOOKUPS && underWay < MOST_LOOKUPS) this.#ask(name, payload, later);
    return null;
  }

  #keep(waiting: Uint8Array[], payload: Uint8Array): void {
    if (this.#bytes + payload.length > MAX_WAITING_BYTES) return;
    this.#bytes += payload.length;
    waiting.push(payload.slice());
  }

  #ask(name: string, payload: Uint8Array, later: (address: string, payload: Uint8Array) => void): void {
    const waiting: Uint8Array[] = [];
    const entry: Entry = { address: null, until: 0, waiting };
    this.#keep(waiting, payload);
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > MAX_NAMES) this.#entries.delete(this.#entries.keys().next().value!);
    this.#count(1);
    this.#answered(entry, name).then((address) => {
      this.#count(-1);
      entry.waiting = null;
      for (const kept of waiting) {
        this.#bytes -= kept.length;
        if (address !== null) later(address, kept);
      }
    });
  }

  #count(lookups: number): void {
    this.#lookups += lookups;
    underWay += lookups;
  }

  /** Puts what a name leads to into its entry, and gives it. */
  async #answered(entry: Entry, name: string): Promise<string | null> {
    const { addresses, ttl } = await this.#lookup(name).catch(() => ({ addresses: [], ttl: FAILED_FOR }));
    entry.address = addresses[0] ?? null;
    entry.until = performance.now() + ttl * 1000;
    return entry.address;
  }
}
