/** What the first thread and the further ones say to each other. @module */

import type { Fields, Level } from "../relay/log.ts";
import type { WorkerPlan } from "./workers_plan.ts";

/** What a thread is asked to do; it answers each, under its number. */
export type Task =
  | {
    readonly kind: "start";
    /** The thread's number: the first is 1. */
    readonly thread: number;
    readonly level: Level;
    /** Its row of counts. */
    readonly counts: Float64Array;
    readonly plan: WorkerPlan;
  }
  | { readonly kind: "apply"; readonly plan: WorkerPlan }
  | { readonly kind: "stop"; readonly grace: number }
  | { readonly kind: "retire" };

/** To a further thread. */
export type ToWorker =
  | { readonly kind: "task"; readonly id: number; readonly task: Task }
  /** Its last events have been written. */
  | { readonly kind: "logged" };

/** One event of a log. */
export interface LogEvent {
  readonly level: Level;
  readonly name: string;
  readonly fields: Fields;
}

/** From a further thread. */
export type FromWorker =
  | { readonly kind: "done"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string }
  /** Events, and how many were lost before them because nobody wrote them. */
  | { readonly kind: "log"; readonly events: readonly LogEvent[]; readonly lost: number };
