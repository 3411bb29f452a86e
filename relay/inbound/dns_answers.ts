/** What becomes of the queries of a local DNS port: each is answered, by whoever the name is left to. @module */

import type { Limits as ExchangeLimits } from "../../dns/exchange.ts";
import { ResolveError } from "../../dns/types.ts";
import { FAILED, fitted, HEADER_SIZE, parseQuery, putFailure, type Query } from "../dns_message.ts";
import { toConnectionError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { Log } from "../log.ts";

/** The longest query: names, types and the options of EDNS(0) fit many times. */
const MAX_QUERY = 4096;

/** Asks a DNS server: gives the message that answers the query, in memory of its own. */
export type AskDns = (query: Uint8Array, limits: ExchangeLimits) => Promise<Uint8Array>;

/** How queries came, and how they are passed on. */
export type Carrier = "tcp" | "udp";

/** Who is asked. */
export interface DnsAnswersOptions {
  /** Asks through the tunnel. */
  readonly remote: Readonly<Record<Carrier, AskDns>>;
  /** Asks from here. */
  readonly local: Readonly<Record<Carrier, AskDns>>;
  /** Whom a name, in lower case and without the last dot, is left to: all are remote unless given. */
  readonly decide?: (name: string) => "remote" | "local";
  readonly limits: Pick<Limits, "dnsAnswer" | "dnsQuestions">;
  readonly log: Log;
}

/** Answers the queries of one port. */
export class DnsAnswers {
  readonly #options: DnsAnswersOptions;
  readonly #stop = new AbortController();
  #waiting = 0;

  constructor(options: DnsAnswersOptions) {
    this.#options = options;
  }

  /** Queries that wait for their answers. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * The answer to a query, which is not changed meanwhile; null to what is none. It is made to fit a datagram where the
   * query came in one. Fails only for a fault of the program.
   */
  async answer(message: Uint8Array, carrier: Carrier): Promise<Uint8Array | null> {
    const query = message.length > MAX_QUERY ? FAILED.format : parseQuery(message);
    if (query === null) return null;
    if (typeof query === "number") return putFailure(message, HEADER_SIZE, query);
    if (this.#waiting >= this.#options.limits.dnsQuestions) return this.#fail(message, query, "too many queries wait");
    this.#waiting++;
    try {
      const answer = await this.#ask(message, query, carrier);
      return carrier === "udp" ? fitted(answer, message, query) : answer;
    } catch (cause) {
      const { message: reason } = cause instanceof ResolveError ? cause : toConnectionError(cause);
      return this.#fail(message, query, reason);
    } finally {
      this.#waiting--;
    }
  }

  /** Ends what waits; it is answered with a failure. */
  close(): void {
    this.#stop.abort();
  }

  #ask(message: Uint8Array, { name }: Query, carrier: Carrier): Promise<Uint8Array> {
    const { remote, local, decide, limits } = this.#options;
    const asked = decide?.(name) === "local" ? local : remote;
    return asked[carrier](message, { timeout: limits.dnsAnswer, signal: this.#stop.signal });
  }

  #fail(message: Uint8Array, { name, end }: Query, reason: string): Uint8Array {
    this.#options.log.event("debug", "query-failed", { name, reason });
    return putFailure(message, end, FAILED.server);
  }
}
