/** What a started service offers. @module */

import type { Config, Mode } from "../config/types.ts";
import type { Totals } from "../relay/counters.ts";

/** Whether a port serves Shadowsocks clients or applications. */
export type Role = "server" | "local";

/** One port that is served. */
export interface ListenerInfo {
  /** Whether it serves Shadowsocks clients or applications. */
  readonly role: Role;
  /** The address that it listens on, without brackets. */
  readonly host: string;
  /** The port, the real one where 0 was asked for. */
  readonly port: number;
  /** The method, on a server's port. */
  readonly method?: string;
  /** What it carries. */
  readonly mode: Mode;
}

/** One thing that another config has changed; holds no secret. */
export type Change =
  /** A port was opened, or refuses new connections from now on. */
  | { readonly kind: "port-opened" | "port-closed"; readonly listener: ListenerInfo }
  /** A port that stays is served in another way: `keys` are those of its entry that differ. */
  | { readonly kind: "port-changed"; readonly listener: ListenerInfo; readonly keys: readonly string[] }
  /** A user of a port that stays came, or went and lost its connections. */
  | { readonly kind: "user-added" | "user-removed"; readonly listener: ListenerInfo; readonly user: string }
  /** What all ports share: `keys` are those of the config that differ. */
  | { readonly kind: "settings-changed"; readonly keys: readonly string[] };

/** A running program, or a part of one. */
export interface Service {
  /** What it listens on, in the config's order: servers, then locals. */
  readonly listeners: readonly ListenerInfo[];
  /** What has passed since the start. */
  readonly counters: Totals;
  /**
   * Takes another config in the place of the one that runs, without touching live connections: ports that are new are
   * opened before any is closed, those that stay keep their listeners, and those that are gone refuse new connections
   * while the live ones go on. Users that are gone lose their connections. Datagrams of a port that is gone end with it.
   * When it throws, everything is as it was. Calls wait for one another.
   *
   * @throws {ConfigError} when the config is wrong; {@linkcode StartError} when a port or a provider cannot be had.
   */
  apply(config: Config): Promise<Change[]>;
  /** Stops accepting, gives open connections so many seconds to end, then resets the rest. */
  stop(graceSeconds: number): Promise<void>;
  /** Closes its ports at once, and waits until the last connection has ended by itself; `stop` ends the wait. */
  retire(): Promise<void>;
}

/** The service cannot start, through no fault of the config; the message is one clear sentence. */
export class StartError extends Error {
  override name = "StartError";
}
