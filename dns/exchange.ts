/** One query and its reply: what the ways to a server have in common. @module */

import { formatEndpoint } from "../net/hosts.ts";
import { after } from "../net/timers.ts";
import type { Endpoint } from "../net/types.ts";
import { ResolveError } from "./types.ts";

/** A server, and how it is asked. */
export interface Server extends Endpoint {
  readonly way: "udp" | "tcp" | "tls" | "https";
  /** With `tls`: the name that its certificate must bear. */
  readonly certified: string;
  /** With `https`: where queries go. */
  readonly url: string;
}

/** How long one exchange may take, and what ends it before. */
export interface Limits {
  /** Seconds. */
  readonly timeout: number;
  /** Ends the exchange when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Sends a query to a server and gives the message that answers it, in memory of its own; throws {@linkcode
 * ResolveError}.
 */
export type Exchange = (server: Server, query: Uint8Array, limits: Limits) => Promise<Uint8Array>;

/** Every way to a server. */
export type Exchanges = Readonly<Record<Server["way"], Exchange>>;

/** Calls back once when the time is up or the signal says so; the returned function ends the wait. */
export function whenOver({ timeout, signal }: Limits, callback: () => void): () => void {
  const wait = after(timeout, callback);
  signal.addEventListener("abort", callback, { once: true });
  if (signal.aborted) callback();
  return () => {
    wait.cancel();
    signal.removeEventListener("abort", callback);
  };
}

/** A server did not answer in time. */
export function noAnswer(server: Server, { timeout }: Limits): ResolveError {
  return new ResolveError("timeout", `Cannot ask DNS server ${titleOf(server)}: no answer in ${timeout} s`);
}

/** A server could not be asked. */
export function noExchange(server: Server, cause: unknown): ResolveError {
  if (cause instanceof ResolveError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ResolveError("server", `Cannot ask DNS server ${titleOf(server)}: ${reason}`, { cause });
}

/** A server as it is named in messages. */
export function titleOf(server: Server): string {
  return server.way === "https" ? server.url : `${server.way}://${formatEndpoint(server)}`;
}
