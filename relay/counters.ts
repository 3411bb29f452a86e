/** What has passed. @module */

import { type Status, STATUSES } from "./errors.ts";
import { type Carried, USER_COLUMNS, UserCounters } from "./user_counters.ts";

/** Counts over the life of a service; bytes are those of the plain side. */
export interface Totals {
  /** Connections accepted. */
  readonly accepted: number;
  /** Connections open now. */
  readonly active: number;
  /** Associations of datagrams under way now. */
  readonly associations: number;
  /** Bytes from clients to targets. */
  readonly up: number;
  /** Bytes from targets to clients. */
  readonly down: number;
  /** How connections ended. */
  readonly ended: Readonly<Partial<Record<Status, number>>>;
  /** What each user has carried, by name. */
  readonly carried: Readonly<Record<string, Carried>>;
}

/** Where each count stands in a row; the ends stand behind them, in the order of the statuses. */
const COLUMN = { accepted: 0, active: 1, associations: 2, up: 3, down: 4, ended: 5 } as const;

/** Where the counts of users begin. */
const USERS_AT = COLUMN.ended + STATUSES.length;

/** Numbers in a row of counts. */
export const COUNTER_COLUMNS = USERS_AT + USER_COLUMNS;

/** Counts of one thread, which alone writes them. Other threads may read the row, a number at a time. */
export class Counters implements Totals {
  /** The same for each user. */
  readonly users: UserCounters;
  readonly #row: Float64Array;

  /** @param row of {@linkcode COUNTER_COLUMNS} numbers, which may be memory that threads share */
  constructor(row: Float64Array = new Float64Array(COUNTER_COLUMNS)) {
    this.#row = row;
    this.users = new UserCounters(row.subarray(USERS_AT));
  }

  get carried(): Record<string, Carried> {
    return this.users.carried;
  }

  get accepted(): number {
    return this.#row[COLUMN.accepted]!;
  }

  set accepted(count: number) {
    this.#row[COLUMN.accepted] = count;
  }

  get active(): number {
    return this.#row[COLUMN.active]!;
  }

  set active(count: number) {
    this.#row[COLUMN.active] = count;
  }

  get associations(): number {
    return this.#row[COLUMN.associations]!;
  }

  set associations(count: number) {
    this.#row[COLUMN.associations] = count;
  }

  get up(): number {
    return this.#row[COLUMN.up]!;
  }

  set up(count: number) {
    this.#row[COLUMN.up] = count;
  }

  get down(): number {
    return this.#row[COLUMN.down]!;
  }

  set down(count: number) {
    this.#row[COLUMN.down] = count;
  }

  get ended(): Partial<Record<Status, number>> {
    const counts = STATUSES.map((status, index) => [status, this.#row[COLUMN.ended + index]!] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  /** Notes how connections ended: one unless told. */
  end(status: Status, count = 1): void {
    const column = COLUMN.ended + STATUSES.indexOf(status);
    this.#row[column] = this.#row[column]! + count;
  }

  /** What was open when its thread died is open no more. */
  endAll(): void {
    if (this.active > 0) this.end("stopped", this.active);
    this.active = 0;
    this.associations = 0;
  }
}

/** Several threads' counts as one; read anew each time. */
export class SummedCounters implements Totals {
  readonly #parts: readonly Totals[];

  constructor(parts: readonly Totals[]) {
    this.#parts = parts;
  }

  get accepted(): number {
    return this.#sum((part) => part.accepted);
  }

  get active(): number {
    return this.#sum((part) => part.active);
  }

  get associations(): number {
    return this.#sum((part) => part.associations);
  }

  get up(): number {
    return this.#sum((part) => part.up);
  }

  get down(): number {
    return this.#sum((part) => part.down);
  }

  get ended(): Partial<Record<Status, number>> {
    const counts = STATUSES.map((status) => [status, this.#sum(({ ended }) => ended[status] ?? 0)] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  get carried(): Record<string, Carried> {
    const all: Record<string, Carried> = {};
    for (const [name, { up, down }] of this.#parts.flatMap(({ carried }) => Object.entries(carried))) {
      const sofar = all[name] ?? { up: 0, down: 0 };
      all[name] = { up: sofar.up + up, down: sofar.down + down };
    }
    return all;
  }

  #sum(count: (part: Totals) => number): number {
    return this.#parts.reduce((sum, part) => sum + count(part), 0);
  }
}
