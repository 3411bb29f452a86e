/** Servers asked in turn until one knows. @module */

import { type Exchanges, noExchange, type Server, titleOf } from "./exchange.ts";
import { putQuery, type Question, randomId } from "./query.ts";
import { FORMAT_ERROR, NO_ERROR, NO_SUCH_NAME, parseReply, type Reply } from "./reply.ts";
import { Slots } from "./slots.ts";
import { ResolveError } from "./types.ts";

/** Which servers are asked, and how patiently. */
export interface Plan {
  readonly servers: readonly Server[];
  /** Seconds for one answer. */
  readonly timeout: number;
  /** How often the servers are gone through. */
  readonly attempts: number;
  /** Whether each question begins with another server. */
  readonly rotate: boolean;
}

/** Seconds after which no further server is asked. */
const PATIENCE = 30;
/** Milliseconds for which a server that gave no answer is asked after the others. */
const LATE = 30_000;

/** Asks servers. */
export class Asker {
  readonly #exchanges: Exchanges;
  readonly #slots = new Slots();
  /** Until when servers that gave no answer stand behind the others. */
  readonly #late = new Map<string, number>();
  #turn = 0;

  constructor(exchanges: Exchanges) {
    this.#exchanges = exchanges;
  }

  /**
   * The first reply that says what there is, or that there is nothing.
   *
   * @throws {ResolveError} `timeout` when no server answered, `server` when none could tell.
   */
  async ask(question: Question, plan: Plan, signal: AbortSignal): Promise<Reply> {
    const end = performance.now() + PATIENCE * 1000;
    const servers = this.#inOrder(plan);
    let failure: ResolveError | null = null;
    for (let attempt = 0; attempt < plan.attempts; attempt++) {
      for (const server of servers) {
        if (failure !== null && (signal.aborted || performance.now() >= end)) throw failure;
        try {
          return await this.#slots.run(() => this.#askOne(server, question, { timeout: plan.timeout, signal }));
        } catch (cause) {
          const error = noExchange(server, cause);
          if (error.fault === "timeout" && !signal.aborted) this.#putBehind(server);
          // What a server said weighs more than the silence of another.
          if (failure === null || failure.fault === "timeout") failure = error;
        }
      }
    }
    throw failure ?? new ResolveError("server", `Cannot resolve ${question.name}: there is no server to ask`);
  }

  async #askOne(
    server: Server,
    question: Question,
    limits: { timeout: number; signal: AbortSignal },
  ): Promise<Reply> {
    let reply = await this.#exchange(server, server.way, question, true, limits);
    // A server older than EDNS says so (RFC 6891 §7), and is so by TCP as well.
    const edns = reply.code !== FORMAT_ERROR;
    if (!edns) reply = await this.#exchange(server, server.way, question, false, limits);
    if (reply.truncated) reply = await this.#exchange(server, "tcp", question, edns, limits);
    if (reply.code === NO_ERROR || reply.code === NO_SUCH_NAME) return reply;
    throw new ResolveError("server", `Cannot ask DNS server ${titleOf(server)}: it answers with code ${reply.code}`);
  }

  async #exchange(
    server: Server,
    way: Server["way"],
    question: Question,
    edns: boolean,
    limits: { timeout: number; signal: AbortSignal },
  ): Promise<Reply> {
    // RFC 8484 §4.1: the same question is the same request, so that HTTP may cache it.
    const query = putQuery(question, way === "https" ? 0 : randomId(), edns);
    const reply = parseReply(await this.#exchanges[way](server, query, limits));
    if (reply.truncated && way !== "udp") {
      throw new ResolveError("server", `Cannot use the reply of DNS server ${titleOf(server)}: it is truncated`);
    }
    return reply;
  }

  #putBehind(server: Server): void {
    this.#late.set(titleOf(server), performance.now() + LATE);
  }

  /** The servers as they are asked: from the next one on where they take turns, the late ones last. */
  #inOrder({ servers, rotate }: Plan): Server[] {
    const first = rotate ? this.#turn++ % servers.length : 0;
    const turned = [...servers.slice(first), ...servers.slice(0, first)];
    const now = performance.now();
    const isLate = (server: Server) => (this.#late.get(titleOf(server)) ?? 0) > now;
    return [...turned.filter((server) => !isLate(server)), ...turned.filter(isLate)];
  }
}
