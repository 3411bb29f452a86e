/** The place of one further thread: who serves in it, and who comes after one that has died. @module */

import { after, type Wait } from "../net/timers.ts";
import type { Counters } from "../relay/counters.ts";
import type { Log } from "../relay/log.ts";
import { type StartWorker, WorkerLink } from "./workers_link.ts";
import type { LogEvent, Task } from "./workers_messages.ts";
import type { WorkerPlan } from "./workers_plan.ts";

/** Seconds that a thread may take to load its modules and listen, or to take another config. */
const TASK_LIMIT = 30;

/** Seconds that it may take to stop beyond those that its connections get. */
const STOP_SLACK = 2;

/** Seconds until a thread that has died is replaced; each time that its like dies young they double, up to the longest. */
const FIRST_PAUSE = 0.05;
const LONGEST_PAUSE = 30;

/** Seconds after which a thread that dies has not died young. */
const STEADY = 10;

/** What the places have in common, and what is the place's own. */
export interface SlotContext {
  /** The thread's number, from 2. */
  readonly thread: number;
  readonly start: StartWorker;
  /** What it is to serve now. */
  readonly plan: () => WorkerPlan;
  /** Its row of counts, and who reads them. */
  readonly counts: Float64Array;
  readonly counters: Counters;
  readonly log: Log;
  /** Frees what the thread held of what all share. */
  readonly free: () => void;
}

/** Keeps one thread running until it is told to stop. */
export class WorkerSlot {
  readonly #context: SlotContext;
  #link: WorkerLink | null = null;
  #restart: Wait | null = null;
  #pause = FIRST_PAUSE;
  #isLeaving = false;

  constructor(context: SlotContext) {
    this.#context = context;
  }

  /** Starts a thread; throws when it does not come to serve. */
  async start(): Promise<void> {
    const { thread, counts, log, plan } = this.#context;
    const born = performance.now();
    const link = this.#link = new WorkerLink(this.#context.start, {
      onLog: (events, lost) => this.#write(events, lost),
      onDeath: (reason) => this.#died(reason, (performance.now() - born) / 1000),
    });
    await link.ask({ kind: "start", thread, level: log.level, counts, plan: plan() }, TASK_LIMIT);
  }

  /** Has the thread serve what is planned now; one that cannot is replaced by one that begins with it. */
  async apply(): Promise<void> {
    // While none is there, the next one begins with it anyway.
    await this.#link?.ask({ kind: "apply", plan: this.#context.plan() }, TASK_LIMIT)
      .catch((cause: Error) => this.#giveUp(cause.message));
  }

  /** Ends the thread once its connections have ended, or so many seconds are over. */
  stop(grace: number): Promise<void> {
    return this.#leave({ kind: "stop", grace }, grace + STOP_SLACK);
  }

  /** Ends the thread once its connections have ended by themselves. */
  retire(): Promise<void> {
    return this.#leave({ kind: "retire" });
  }

  async #leave(task: Task, limit?: number): Promise<void> {
    this.#isLeaving = true;
    this.#restart?.cancel();
    const link = this.#link;
    // One that dies now, or is not done in time, has stopped all the same.
    await link?.ask(task, limit).catch(() => {});
    link?.end();
    this.#cleanUp();
  }

  #died(reason: string, seconds: number): void {
    this.#link = null;
    this.#cleanUp();
    if (this.#isLeaving) return;
    this.#pause = seconds < STEADY ? Math.min(this.#pause * 2, LONGEST_PAUSE) : FIRST_PAUSE;
    const { thread, log } = this.#context;
    log.event("error", "thread-died", { thread, reason, pause: this.#pause });
    this.#restart = after(this.#pause, () => void this.#replace());
  }

  async #replace(): Promise<void> {
    const { thread, log } = this.#context;
    try {
      await this.start();
      log.event("warn", "thread-replaced", { thread });
    } catch (cause) {
      this.#giveUp(cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** Ends a thread that is of no use, and lets another try; unless it has died, and another will anyway. */
  #giveUp(reason: string): void {
    if (this.#link === null) return;
    this.#link.end();
    this.#died(reason, 0);
  }

  #cleanUp(): void {
    this.#context.counters.endAll();
    this.#context.free();
  }

  #write(events: readonly LogEvent[], lost: number): void {
    const { thread, log } = this.#context;
    if (lost > 0) log.event("warn", "events-lost", { thread, count: lost });
    for (const { level, name, fields } of events) log.event(level, name, { ...fields, thread });
  }
}
