/** wrk: HTTP requests through a port, and what it says of them. @module */

import { capture } from "../run.ts";
import { type Answered, readWrk } from "./wrk_report.ts";

/** Seconds that a run may take beyond those that it was asked for. */
const BEYOND = 30;

/** How to ask. */
export interface Asking {
  /** Connections at once. */
  readonly connections: number;
  readonly seconds: number;
  /** Whether each request has a connection of its own. */
  readonly fresh: boolean;
}

/** Asks an HTTP server behind a port again and again. */
export async function ask(port: number, { connections, seconds, fresh }: Asking): Promise<Answered> {
  const command = ["wrk", "-t1", `-c${connections}`, `-d${Math.ceil(seconds)}s`, "--latency"];
  const headers = fresh ? ["-H", "Connection: close"] : [];
  const limit = (seconds + BEYOND) * 1000;
  const { output } = await capture([...command, ...headers, `http://127.0.0.1:${port}/`], { limit });
  return readWrk(output);
}
