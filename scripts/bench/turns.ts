/** Measuring in turn: all servers are warmed up, then each is measured once a round. @module */

import { processorTime } from "../../tests/process/usage.ts";
import { messageOf } from "../message_of.ts";
import type { Lane } from "./lane.ts";
import type { Series } from "./series.ts";

/** How long everything takes. */
export interface Timing {
  /** Seconds that each server works before it is measured: a young process is dearer. */
  readonly warmUp: number;
  readonly rounds: number;
  /** Seconds of one load in one round. */
  readonly seconds: number;
}

/** Loads a server for so many seconds; what that gave, by the names of the measures. */
export type Load = (lane: Lane, seconds: number) => Promise<Readonly<Record<string, number>>>;

/** Measures the lanes in turn by each load, and gives a series for each lane and measure. */
export async function inTurn(lanes: readonly Lane[], loads: readonly Load[], timing: Timing): Promise<Series[]> {
  for (const lane of lanes) {
    for (const load of loads) await run(load, lane, timing.warmUp / loads.length);
  }
  const taken = lanes.map(() => new Map<string, number[]>());
  for (let round = 0; round < timing.rounds; round++) {
    for (const load of loads) {
      for (const [i, lane] of lanes.entries()) note(taken[i], await run(load, lane, timing.seconds));
    }
  }
  return lanes.flatMap(({ server, method }, i) =>
    [...taken[i] ?? []].map(([measure, rounds]) => ({ measure, method, server, rounds }))
  );
}

/** One load; an error names the server. */
async function run(load: Load, lane: Lane, seconds: number): ReturnType<Load> {
  try {
    return await load(lane, seconds);
  } catch (cause) {
    throw new Error(`${lane.server} with ${lane.method}: ${messageOf(cause)}`, { cause });
  }
}

function note(taken: Map<string, number[]> | undefined, figures: Readonly<Record<string, number>>): void {
  for (const [measure, value] of Object.entries(figures)) {
    taken?.set(measure, [...taken.get(measure) ?? [], value]);
  }
}

/** Seconds of processor that a lane's server uses for each unit of the work that is done meanwhile. */
export async function costOf({ pid }: Lane, work: () => Promise<number>): Promise<number> {
  const before = processorTime(pid);
  const done = await work();
  return (processorTime(pid) - before) / done;
}
