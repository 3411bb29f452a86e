/** Several threads that serve the same ports, the first of them this one. @module */

import { startThread } from "#net";
import type { Config } from "../config/types.ts";
import { COUNTER_COLUMNS, Counters, SummedCounters, type Totals } from "../relay/counters.ts";
import type { Log } from "../relay/log.ts";
import { portsOf } from "./plan.ts";
import { RunningService } from "./running.ts";
import { type Change, type ListenerInfo, type Service, StartError } from "./types.ts";
import type { StartWorker } from "./workers_link.ts";
import { ofOneThread, planOf, type WorkerPlan } from "./workers_plan.ts";
import { WorkersSalts } from "./workers_salts.ts";
import { WorkerSlot } from "./workers_slot.ts";

/** The module of a further thread, by its path from the project's folder. */
const MODULE = "service/worker.ts";

/** This thread's number among those that serve. */
const FIRST = 1;

/**
 * Starts what a config describes in so many threads.
 *
 * @param threads two or more, this one among them
 * @throws {ConfigError} when the config is wrong; {@linkcode StartError} when a port, a provider or a thread cannot be had.
 */
export async function startWorkers(
  config: Config,
  log: Log,
  threads: number,
  start: StartWorker = (events) => startThread(MODULE, events),
): Promise<Service> {
  const group = new WorkerGroup(config, log, threads, start);
  try {
    await group.begin(config);
  } catch (cause) {
    await group.stop(0);
    throw cause;
  }
  log.event("info", "threads", { count: threads });
  return group;
}

/** The first thread's service, and the others that follow it. */
class WorkerGroup implements Service {
  readonly counters: Totals;
  /** The counts of each thread. */
  readonly #parts: readonly Counters[];
  readonly #salts = new WorkersSalts(FIRST);
  readonly #first: RunningService;
  readonly #slots: readonly WorkerSlot[];
  #config: Config;
  /** What is under way: one config at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(config: Config, log: Log, threads: number, start: StartWorker) {
    const rows = Array.from({ length: threads }, () => sharedRow());
    this.#parts = rows.map((row) => new Counters(row));
    const [own, ...others] = this.#parts;
    this.counters = new SummedCounters(this.#parts);
    this.#config = config;
    this.#first = new RunningService(ofOneThread(config, threads), log, {
      ports: "first",
      counters: own!,
      saltsOf: (port) => this.#salts.make(port),
    });
    this.#slots = others.map((counters, index) => {
      const thread = FIRST + 1 + index;
      const counts = rows[thread - FIRST]!;
      const free = () => this.#salts.free(thread);
      return new WorkerSlot({ thread, start, plan: () => this.#plan(), counts, counters, log, free });
    });
  }

  get listeners(): readonly ListenerInfo[] {
    return this.#first.listeners;
  }

  /** All users so far, in the order of their places. */
  get #users(): string[] {
    return this.#first.counters.users.names;
  }

  /** Serves the first config: all threads do, or it throws. */
  async begin(config: Config): Promise<void> {
    await this.#applyFirst(config);
    try {
      await Promise.all(this.#slots.map((slot) => slot.start()));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StartError(`Cannot start ${this.#parts.length} threads: ${reason}`, { cause });
    }
  }

  apply(config: Config): Promise<Change[]> {
    const turn = this.#turn.then(async () => {
      const changes = await this.#applyFirst(config);
      await Promise.all(this.#slots.map((slot) => slot.apply()));
      return changes;
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async stop(graceSeconds: number): Promise<void> {
    await Promise.all([this.#first.stop(graceSeconds), ...this.#slots.map((slot) => slot.stop(graceSeconds))]);
  }

  async retire(): Promise<void> {
    await Promise.all([this.#first.retire(), ...this.#slots.map((slot) => slot.retire())]);
  }

  /** What the first thread refuses is refused for all, and leaves everything as it was. */
  async #applyFirst(config: Config): Promise<Change[]> {
    const before = this.#salts.ports;
    try {
      const changes = await this.#first.apply(ofOneThread(config, this.#parts.length));
      this.#config = config;
      for (const { users } of this.#parts) users.know(this.#users);
      this.#salts.keepOnly(new Set(portsOf(config).keys()));
      return changes;
    } catch (cause) {
      this.#salts.restore(before);
      throw cause;
    }
  }

  #plan(): WorkerPlan {
    return planOf(ofOneThread(this.#config, this.#parts.length), this.listeners, this.#salts.ports, this.#users);
  }
}

function sharedRow(): Float64Array {
  return new Float64Array(new SharedArrayBuffer(COUNTER_COLUMNS * Float64Array.BYTES_PER_ELEMENT));
}
