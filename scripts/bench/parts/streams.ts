/** What a byte costs when many streams flow at once. @module */

import type { Direction } from "../iperf.ts";
import { pause } from "../../../tests/behaviour/until.ts";
import type { Series } from "../series.ts";
import { ManyStreams } from "../streams_load.ts";
import { costOf, inTurn, type Load } from "../turns.ts";
import { type Bench, openLanes, type Part } from "./part.ts";

const GB = 1e9;
const COUNTS = [100, 1000] as const;
const DIRECTIONS = ["up", "down"] as const;
/** Bytes that all streams together move for each second that a load should take, about. */
const RATE = 0.3 * GB;
/** Seconds until the servers have let go of the streams. */
const SETTLING = 1;

const nameOf = (count: number, direction: Direction) => `CPU of ${count} streams ${direction}`;

/** Opens so many streams, and measures what it costs to fill and to end them. */
const loadOf = (streams: ManyStreams, count: number, direction: Direction): Load => async (lane, seconds) => {
  const each = Math.ceil(seconds * RATE / count);
  try {
    await streams.open(lane.port, count);
    const cost = await costOf(lane, async () => {
      await streams.move(each);
      return each * count / GB;
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
  rounds: 3,
  servers: ["deno", "bun"],
  measures: COUNTS.flatMap((count) =>
    DIRECTIONS.map((direction) => ({ name: nameOf(count, direction), unit: "s/GB", digits: 2 }))
  ),
  run,
};
