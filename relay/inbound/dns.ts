/** A DNS port by TCP: any number of queries, each behind its length (RFC 1035 §4.2.2, RFC 7766). @module */

import { framed } from "../../dns/tcp.ts";
import { after } from "../../net/timers.ts";
import type { Stream } from "../../net/types.ts";
import { ConnectionError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { Inbound } from "../request.ts";
import type { DnsAnswers } from "./dns_answers.ts";
import { HandshakeReader } from "./reader.ts";

/** Queries of one connection that wait for their answers; beyond it nothing is read. */
const MAX_PIPELINED = 64;

/** Serves applications that ask by TCP. Answers go in the order in which they come, as RFC 7766 §7 has it. */
export function dnsInbound(answers: DnsAnswers, limits: Pick<Limits, "udpLookup">): Inbound {
  return {
    async handle(stream, _route, limit) {
      const replies = new Replies(stream, answers);
      const reader = new HandshakeReader(stream);
      let silent = false;
      const silence = after(limits.udpLookup, () => {
        silent = true;
        stream.close();
      });
      try {
        for (let query = await nextMessage(reader); query !== null; query = await nextMessage(reader)) {
          limit.cancel();
          silence.touch();
          await replies.begin(query.slice());
        }
        await replies.end();
      } catch (cause) {
        // Whoever has nothing more to ask has had its answers.
        if (!silent) throw cause;
      } finally {
        silence.cancel();
      }
    },
  };
}

/** The next message; null at the end, also where that cuts one off. */
async function nextMessage(reader: HandshakeReader): Promise<Uint8Array | null> {
  try {
    const [high, low] = await reader.take(2);
    return await reader.take(high! << 8 | low!);
  } catch (cause) {
    if (cause instanceof ConnectionError && cause.status === "truncated") return null;
    throw cause;
  }
}

/** The answers of one connection: made at the same time, written one after the other. */
class Replies {
  readonly #stream: Stream;
  readonly #answers: DnsAnswers;
  readonly #pending = new Set<Promise<void>>();
  #writes: Promise<void> = Promise.resolve();
  #failure: { readonly cause: unknown } | null = null;

  constructor(stream: Stream, answers: DnsAnswers) {
    this.#stream = stream;
    this.#answers = answers;
  }

  /** Answers a query by and by; waits while there are too many. */
  async begin(query: Uint8Array): Promise<void> {
    const reply = this.#reply(query).catch((cause) => {
      this.#failure ??= { cause };
      this.#stream.abort();
    }).finally(() => this.#pending.delete(reply));
    this.#pending.add(reply);
    while (this.#pending.size >= MAX_PIPELINED) await Promise.race(this.#pending);
    this.#check();
  }

  /** Waits for the answers, and ends. */
  async end(): Promise<void> {
    await Promise.all(this.#pending);
    this.#check();
    await this.#stream.closeWrite();
  }

  async #reply(query: Uint8Array): Promise<void> {
    const answer = await this.#answers.answer(query, "tcp");
    if (answer === null) throw new ConnectionError("protocol", "Cannot serve the application: it sent no DNS query");
    await (this.#writes = this.#writes.then(() => this.#stream.write(framed(answer))));
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.cause;
  }
}
