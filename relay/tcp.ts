/** One accepted connection, from its handshake to the end of both directions. @module */

import { formatEndpoint } from "../net/hosts.ts";
import { after, type Timed, type Wait } from "../net/timers.ts";
import type { Stream } from "../net/types.ts";
import type { Counters } from "./counters.ts";
import { type ConnectionError, type Status, toConnectionError } from "./errors.ts";
import { HandshakeLimit } from "./handshake.ts";
import type { Limits } from "./limits.ts";
import { atLeast, type Log } from "./log.ts";
import { flow } from "./pipeline.ts";
import type { Inbound, Outbound, Request } from "./request.ts";
import type { UserBytes } from "./user_counters.ts";

/** What the connections of one listener share. */
export interface TcpRelay {
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly limits: Limits;
  readonly log: Log;
  readonly counters: Counters;
  /** Whether the key by which a user (or one without a name) has come counts no more; it does unless this is given. */
  readonly isGone?: (user: string | undefined) => boolean;
}

/** A connection under way. */
export class TcpConnection implements Timed {
  readonly #relay: TcpRelay;
  readonly #client: Stream;
  readonly #onEnd: ((connection: TcpConnection) => void) | null;
  #remote: Stream | null = null;
  #limit: HandshakeLimit | null = null;
  /** Ends it when nothing has passed for too long. */
  #silence: Wait | null = null;
  #status: Status | null = null;
  /** What a direction failed with. */
  #failure: { readonly cause: unknown } | null = null;
  /** Why the client was refused, in words. */
  #reason: string | undefined;
  #user: string | undefined;
  /** Where its user's bytes are counted. */
  #userBytes: UserBytes | null = null;
  #up = 0;
  #down = 0;

  /** @param onEnd is called when it has ended */
  constructor(client: Stream, relay: TcpRelay, onEnd: ((connection: TcpConnection) => void) | null = null) {
    this.#client = client;
    this.#relay = relay;
    this.#onEnd = onEnd;
  }

  /** Who the client is, once that is proved; undefined where one key serves everybody. */
  get user(): string | undefined {
    return this.#user ?? this.#limit?.user;
  }

  /** Serves the connection to its end, and logs it. Throws only what is a fault of the program. */
  async run(): Promise<void> {
    const { inbound, limits, counters } = this.#relay;
    const started = performance.now();
    const limit = new HandshakeLimit(this.#client, limits.handshake);
    this.#limit = limit;
    counters.accepted++;
    counters.active++;
    try {
      await inbound.handle(this.#client, (request) => this.#serve(request), limit);
    } catch (cause) {
      this.#refused(toConnectionError(cause), this.#limit?.expired ?? false);
    } finally {
      this.#limit?.cancel();
      this.#client.close();
      counters.active--;
      this.#report((performance.now() - started) / 1000);
      this.#onEnd?.(this);
    }
  }

  /** Ends both sides with a reset; `run` then comes to its end. */
  abort(status: Status): void {
    this.#status ??= status;
    this.#client.abort();
    this.#remote?.abort();
    // A refused client that has sent too much is not read any more: only its limit holds it.
    this.#limit?.cancel();
  }

  /** Nothing has passed for too long. */
  timeUp(): void {
    this.abort("timeout");
  }

  /** Serves the client's wish. */
  async #serve(request: Request): Promise<void> {
    const { stream, user } = request;
    this.#limit?.cancel();
    this.#limit = null;
    this.#user = user;
    this.#userBytes = this.#relay.counters.users.of(user);
    try {
      if (this.#relay.isGone?.(user)) return this.abort("stopped");
      const remote = this.#remote = await this.#dial(request);
      if (remote === null) return;
      await request.proceed();
      await this.#join(stream, remote);
      this.#status ??= this.#failure === null ? "ok" : toConnectionError(this.#failure.cause).status;
    } finally {
      this.#silence?.cancel();
      this.#remote?.close();
      stream.close();
    }
  }

  /** Dials the target; where that fails, the client is told and it is null. */
  async #dial(request: Request): Promise<Stream | null> {
    const { log, outbound } = this.#relay;
    if (log.level === "debug") {
      const ends = { client: formatEndpoint(this.#client.remote), target: formatEndpoint(request.target) };
      log.event("debug", "dialling", ends);
    }
    try {
      const remote = await outbound.dial(request.target);
      if (this.#status === null) return remote;
      remote.close();
    } catch (cause) {
      const error = toConnectionError(cause);
      this.#status ??= error.status;
      log.event("debug", "dial-failed", { reason: error.message });
      await request.reject(error.status);
    }
    return null;
  }

  /** Both directions, to the end of both, whatever that is. */
  #join(stream: Stream, remote: Stream): Promise<void> {
    const failed = (cause: unknown) => this.#fail(cause);
    this.#silence = after(this.#relay.limits.idle, this);
    const up = flow(stream, remote, (chunk) => this.#countUp(chunk)).catch(failed);
    const down = flow(remote, stream, (chunk) => this.#countDown(chunk)).catch(failed);
    return up.then(() => down);
  }

  /** A direction has failed: both sides are reset, so that nobody takes it for an end. */
  #fail(cause: unknown): void {
    this.#failure ??= { cause };
    this.#client.abort();
    this.#remote?.abort();
  }

  #countUp(chunk: Uint8Array | null): void {
    if (chunk === null) return this.#silence?.restart(this.#relay.limits.halfClosed);
    this.#silence?.touch();
    this.#relay.counters.up += chunk.length;
    this.#up += chunk.length;
    if (this.#userBytes !== null) this.#userBytes.up += chunk.length;
  }

  #countDown(chunk: Uint8Array | null): void {
    if (chunk === null) return this.#silence?.restart(this.#relay.limits.halfClosed);
    this.#silence?.touch();
    this.#relay.counters.down += chunk.length;
    this.#down += chunk.length;
    if (this.#userBytes !== null) this.#userBytes.down += chunk.length;
  }

  /** The handshake failed: for what the client sent, or because its time ran out. */
  #refused(error: ConnectionError, expired: boolean): void {
    this.#user ??= error.user;
    const late = expired && error.status === "stopped";
    this.#status ??= late ? "timeout" : error.status;
    if (LEVELS[error.status] !== undefined) this.#reason = error.message;
  }

  #report(seconds: number): void {
    const status = this.#status ?? "ok";
    this.#relay.counters.end(status);
    const { log } = this.#relay;
    const level = LEVELS[status] ?? "info";
    // A server that is quiet need not put together what it will not say.
    if (!atLeast(level, log.level)) return;
    log.event(level, "closed", {
      client: formatEndpoint(this.#client.remote),
      user: this.user,
      status,
      reason: this.#reason,
      up: this.#up,
      down: this.#down,
      seconds: seconds.toFixed(1),
    });
  }
}

/** How loud an end is: what somebody should look at is a warning. */
const LEVELS: Partial<Record<Status, "warn">> = {
  authentication: "warn",
  replay: "warn",
  protocol: "warn",
  clock: "warn",
};
