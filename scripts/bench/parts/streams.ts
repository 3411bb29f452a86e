/** What a byte costs when many streams flow at once. @module */

import type { Direction } from "../iperf.ts";
import { pause } from "../pause.ts";
import type { Series } from "../series.ts";
import { ManyStreams } from "../streams_load.ts";
import { costOf, inTurn, type Load } from "../turns.ts";
import { type Bench, openLanes, type Part } from "./part.ts";

const GB = 1e9;
const COUNTS = [100, 1000] as const;
const DIRECTIONS = ["up", "down"] as const;
/** Seconds until all streams flow, and until the servers have let go of them. */
const SETTLING = 1;

const nameOf = (count: number, direction: Direction) => `CPU of ${count} streams ${direction}`;

/** Opens so many streams, and measures once they all flow. */
const loadOf = (streams: ManyStreams, count: number, direction: Direction): Load => async (lane, seconds) => {
  try {
    await streams.start(lane.port, count);
    await pause(SETTLING);
    const cost = await costOf(lane, async () => {
      const before = streams.arrived;
      await pause(seconds);
      return (streams.arrived - before) / GB;
    });
    return { [nameOf(count, direction)]: cost };
  } finally {
    streams.stop();
    await pause(SETTLING);
  }
};

/** Measures one direction, with servers of its own: its streams lead elsewhere. */
async function runWay(bench: Bench, direction: Direction): Promise<Series[]> {
  const streams = new ManyStreams(direction);
  try {
    return await inTurn(
      await openLanes(bench, streams.target),
      COUNTS.map((count) => loadOf(streams, count, direction)),
      bench.timing,
    );
  } finally {
    streams.close();
  }
}

async function run(bench: Bench): Promise<Series[]> {
  const series: Series[] = [];
  for (const direction of DIRECTIONS) series.push(...await runWay(bench, direction));
  return series;
}

export const streams: Part = {
  name: "streams",
  title: "Many streams",
  needs: [],
  servers: ["deno", "bun"],
  measures: COUNTS.flatMap((count) =>
    DIRECTIONS.map((direction) => ({ name: nameOf(count, direction), unit: "s/GB", digits: 2 }))
  ),
  run,
};
