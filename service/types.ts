/** What a started service offers. @module */

import type { Counters } from "../relay/counters.ts";

/** One port that is served. */
export interface ListenerInfo {
  /** Whether it serves Shadowsocks clients or applications. */
  readonly role: "server" | "local";
  /** The address that it listens on, without brackets. */
  readonly host: string;
  /** The port, the real one where 0 was asked for. */
  readonly port: number;
  /** The method, on a server's port. */
  readonly method?: string;
}

/** A running program, or a part of one. */
export interface Service {
  /** What it listens on. */
  readonly listeners: readonly ListenerInfo[];
  /** What has passed since the start. */
  readonly counters: Counters;
  /** Stops accepting, gives open connections so many seconds to end, then resets the rest. */
  stop(graceSeconds: number): Promise<void>;
}

/** The service cannot start, through no fault of the config; the message is one clear sentence. */
export class StartError extends Error {
  override name = "StartError";
}
