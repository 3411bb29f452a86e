/** A server at work, and the port where its load goes in. @module */

import type { ServerName } from "./series.ts";

/** A program that listens on a port of this machine. */
export interface Listening {
  readonly pid: number;
  readonly port: number;
}

/** One server under one method. */
export interface Lane {
  readonly server: ServerName;
  readonly method: string;
  /** The server's process, which is what is measured. */
  readonly pid: number;
  /** Where the load goes in: the client's port, or the server's own where it speaks with the load itself. */
  readonly port: number;
  /** All the processes of the lane. */
  readonly processes: readonly Listening[];
}
