/** What a part of the measurement is. @module */

import type { Lane } from "../lane.ts";
import { openLane } from "../lanes.ts";
import type { Processes } from "../processes.ts";
import type { Series, ServerName } from "../series.ts";
import type { Server } from "../servers.ts";
import type { Measure } from "../tables.ts";
import type { Tools } from "../tools.ts";
import type { Timing } from "../turns.ts";

/** What a part works with. */
export interface Bench {
  readonly method: string;
  /** The servers to measure, all of which serve the method. */
  readonly servers: readonly Server[];
  readonly timing: Timing;
  readonly tools: Tools | null;
  readonly processes: Processes;
}

/** One part: what it measures, and how. */
export interface Part {
  /** Its name on the command line, and its section's in the page. */
  readonly name: string;
  /** The heading of its section. */
  readonly title: string;
  /** Programs that it cannot do without. */
  readonly needs: readonly string[];
  /** The servers that it measures beside the peer. */
  readonly servers: readonly ServerName[];
  readonly measures: readonly Measure[];
  /** Rounds at most, where each takes long. */
  readonly rounds?: number;
  run(bench: Bench): Promise<Series[]>;
}

/** The programs in C; throws where they were not compiled. A part that calls this names `cc` among its needs. */
export function toolsOf({ tools }: Bench): Tools {
  if (tools === null) throw new Error("Cannot measure: no cc is here");
  return tools;
}

/** Starts all servers, with clients in front of those that need one, which lead to a port of this machine. */
export async function openLanes({ servers, method, processes }: Bench, target: number): Promise<Lane[]> {
  const lanes = [];
  for (const server of servers) lanes.push(await openLane(server, method, target, processes));
  return lanes;
}
