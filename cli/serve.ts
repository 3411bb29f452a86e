/** From a started service to its end: signals, and how a run that was told to stop does so. @module */

import { readBounded } from "../config/limits.ts";
import type { Log } from "../relay/log.ts";
import type { Service } from "../service/mod.ts";
import type { Given } from "./flags.ts";
import type { Program } from "./program.ts";

/** Seconds that open connections get to end after a signal. */
const DEFAULT_GRACE = 5;

/** What a run needs to know. */
export interface Serving {
  /** Starts what is to be served. */
  start(): Promise<Service>;
  /** Told when it stands; what it throws ends the run. */
  ready?(service: Service): void | Promise<void>;
  /** Seconds that open connections get to end. */
  readonly grace: number;
  /** The exit code when SIGINT ended it: 0 unless given. */
  readonly interrupted?: number;
  /** Where events go. */
  readonly log: Log;
}

/** The seconds that `--grace` gives. */
export function graceOf({ values }: Given): number {
  if (values.grace === undefined) return DEFAULT_GRACE;
  return readBounded(values.grace, { source: "the command line", key: "--grace" }, "seconds", 0);
}

/**
 * Serves until a signal, then lets connections end: for the grace after SIGINT and SIGTERM, as long as they live after
 * SIGQUIT. A second signal ends the wait: 1 instead of 0.
 */
export async function serve(
  { start, ready, grace, interrupted = 0, log }: Serving,
  { host }: Program,
): Promise<number> {
  const signals = watchSignals(host);
  try {
    const service = await start();
    try {
      await ready?.(service);
      const signal = await signals.first;
      const code = signal === "SIGINT" ? interrupted : 0;
      const ended = signal === "SIGQUIT" ? retire(service, log) : stop(service, signal, grace, log);
      return await Promise.race([ended.then(() => code), signals.second.then(() => 1)]);
    } catch (error) {
      await service.stop(0);
      throw error;
    }
  } finally {
    signals.release();
  }
}

/** Ends a service after a signal, with its grace. */
async function stop(service: Service, signal: EndSignal, grace: number, log: Log): Promise<void> {
  log.event("info", "stopping", { signal, grace });
  await service.stop(grace);
}

/** Closes the ports, and ends with the last connection. */
async function retire(service: Service, log: Log): Promise<void> {
  log.event("warn", "retiring", { signal: "SIGQUIT" });
  await service.retire();
  await service.stop(0);
}

/** The signals that ask for the end. */
const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGQUIT"] as const;

type EndSignal = typeof END_SIGNALS[number];

/** The first and the second signal that ask for the end. */
function watchSignals(host: Program["host"]) {
  const first = Promise.withResolvers<EndSignal>();
  const second = Promise.withResolvers<void>();
  let count = 0;
  const releases = END_SIGNALS.map((name) =>
    host.onSignal(name, () => ++count === 1 ? first.resolve(name) : second.resolve())
  );
  return { first: first.promise, second: second.promise, release: () => releases.forEach((release) => release()) };
}
