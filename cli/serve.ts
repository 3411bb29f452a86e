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
  /** Told when it stands. */
  ready?(service: Service): void;
  /** Seconds that open connections get to end. */
  readonly grace: number;
  /** Where events go. */
  readonly log: Log;
}

/** The seconds that `--grace` gives. */
export function graceOf({ values }: Given): number {
  if (values.grace === undefined) return DEFAULT_GRACE;
  return readBounded(values.grace, { source: "the command line", key: "--grace" }, "seconds", 0);
}

/** Serves until a signal, then lets connections end. A second signal ends the wait: 1 instead of 0. */
export async function serve({ start, ready, grace, log }: Serving, { host }: Program): Promise<number> {
  const signals = watchSignals(host);
  try {
    const service = await start();
    try {
      ready?.(service);
      const signal = await signals.first;
      log.event("info", "stopping", { signal, grace });
      const drained = service.stop(grace).then(() => 0);
      return await Promise.race([drained, signals.second.then(() => 1)]);
    } catch (error) {
      await service.stop(0);
      throw error;
    }
  } finally {
    signals.release();
  }
}

/** The first and the second signal that ask for the end. */
function watchSignals(host: Program["host"]) {
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<void>();
  let count = 0;
  const releases = (["SIGINT", "SIGTERM"] as const).map((name) =>
    host.onSignal(name, () => ++count === 1 ? first.resolve(name) : second.resolve())
  );
  return { first: first.promise, second: second.promise, release: () => releases.forEach((release) => release()) };
}
