/** From a started service to its end: signals, and how a run that was told to stop does so. @module */

import type { Config, LifeConfig } from "../config/types.ts";
import type { Memory, SignalName } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import type { Service } from "../service/mod.ts";
import type { Program } from "./program.ts";
import { Reloads } from "./reload.ts";
import { RestWatch } from "./rest.ts";
import { type Signals, watchSignals } from "./signals.ts";
import { logStatus } from "./status.ts";
import { findSupervisor, type Supervisor } from "./supervisor.ts";

/** Seconds that open connections get to end after a signal. */
const DEFAULT_GRACE = 5;

/** What a run needs to know. */
export interface Serving {
  /** Starts what is to be served. */
  start(): Promise<Service>;
  /** Told when it stands; what it throws ends the run. */
  ready?(service: Service): void | Promise<void>;
  /** Reads the config again at SIGHUP; without it, that signal is left to the system. */
  readonly reload?: (() => Promise<Config>) | undefined;
  /** Seconds that open connections get to end. */
  readonly grace: number;
  /** The exit code when SIGINT ended it: 0 unless given. */
  readonly interrupted?: number;
  /** Where events go. */
  readonly log: Log;
}

/** The signals that ask for the end. */
const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGQUIT"] as const;

/** The seconds that connections get to end: as flags or file say. */
export function graceOf({ grace = DEFAULT_GRACE }: LifeConfig = {}): number {
  return grace;
}

/**
 * Serves until a signal, then lets connections end: for the grace after SIGINT and SIGTERM, as long as they live after
 * SIGQUIT. A second signal ends the wait: 1 instead of 0.
 */
export async function serve(serving: Serving, { host }: Program): Promise<number> {
  const signals = watchSignals(host, END_SIGNALS);
  try {
    // Loaded now: later there may be no descriptor to load it by.
    const memory = await host.memory();
    const supervisor = await findSupervisor(host, serving.log);
    const starting = stand(serving, supervisor);
    const reloads = watchOthers(serving, starting, signals, supervisor, memory);
    const service = await starting;
    const rests = new RestWatch(service, memory);
    try {
      return await untilEnd(serving, service, signals, supervisor);
    } catch (error) {
      await service.stop(0);
      throw error;
    } finally {
      rests.stop();
      await reloads?.ended();
    }
  } finally {
    signals.release();
  }
}

/** Starts what is to be served, and says that it stands. */
async function stand({ start, ready }: Serving, supervisor: Supervisor): Promise<Service> {
  const service = await start();
  try {
    await ready?.(service);
    await supervisor.ready(service);
    return service;
  } catch (error) {
    await service.stop(0);
    throw error;
  }
}

/** The signals that change or tell something: SIGHUP and SIGUSR2. */
function watchOthers(
  { reload, log }: Serving,
  starting: Promise<Service>,
  signals: Signals<SignalName>,
  supervisor: Supervisor,
  memory: Memory,
): Reloads | null {
  const started = performance.now();
  const status = async () => logStatus(log, await starting, (performance.now() - started) / 1000, memory.held());
  // That it could not start is said by whoever started it.
  signals.handle({ SIGUSR2: () => void status().catch(() => {}) });
  if (reload === undefined) return null;
  const reloads = new Reloads({ starting, read: reload, log, supervisor });
  signals.handle({ SIGHUP: () => reloads.request() });
  return reloads;
}

/** Waits for the signal that ends the run, and does what it asks for; gives the exit code. */
async function untilEnd(
  { grace, interrupted = 0, log }: Serving,
  service: Service,
  signals: Signals<typeof END_SIGNALS[number]>,
  supervisor: Supervisor,
): Promise<number> {
  const signal = await signals.next();
  const code = signal === "SIGINT" ? interrupted : 0;
  // Told beside it: the ports close at once.
  const told = supervisor.stopping();
  const ended = signal === "SIGQUIT" ? retire(service, log) : stop(service, signal, grace, log);
  const exit = await Promise.race([ended.then(() => code), signals.next().then(() => 1)]);
  await told;
  return exit;
}

/** Ends a service after a signal, with its grace. */
async function stop(service: Service, signal: SignalName, grace: number, log: Log): Promise<void> {
  log.event("info", "stopping", { signal, grace });
  await service.stop(grace);
}

/** Closes the ports, and ends with the last connection. */
async function retire(service: Service, log: Log): Promise<void> {
  log.event("warn", "retiring", { signal: "SIGQUIT" });
  await service.retire();
  await service.stop(0);
}
