/** What one stream of bytes costs, each way. @module */

import { type ChunkCost, chunkCost } from "../floor.ts";
import { type Direction, iperfServer, stream } from "../iperf.ts";
import type { Series } from "../series.ts";
import { costOf, inTurn, type Load } from "../turns.ts";
import { type Bench, openLanes, type Part } from "./part.ts";

const GB = 1e9;
const UP = "CPU of one stream up";
const DOWN = "CPU of one stream down";

const load = (measure: string, direction: Direction): Load => async (lane, seconds) => {
  const cost = await costOf(lane, async () => await stream(lane.port, direction, { seconds }) / GB);
  return { [measure]: cost };
};

async function run(bench: Bench): Promise<Series[]> {
  const target = await bench.processes.listen(iperfServer);
  const lanes = await openLanes(bench, target.port);
  const series = await inTurn(lanes, [load(UP, "up"), load(DOWN, "down")], bench.timing);
  if (!bench.servers.some(({ name }) => name === "floor")) return series;
  const cost = await chunkCost(bench.method);
  return series.flatMap((one) => one.server === "floor" ? withCipher(one, cost) : [one]);
}

/** The floor: the relay in C and, on top of it, libcrypto's time for the same bytes; nothing without that time. */
function withCipher(series: Series, cost: ChunkCost | null): Series[] {
  if (cost === null) return [];
  // What goes up is opened by the server, what goes down it seals.
  const cipher = (series.measure === UP ? cost.open : cost.seal) * GB;
  return [{ ...series, rounds: series.rounds.map((relay) => relay + cipher) }];
}

export const tcp: Part = {
  name: "tcp",
  title: "One stream",
  needs: ["iperf3"],
  servers: [
    "deno",
    "bun",
    "deno-libcrypto",
    "bun-libcrypto",
    "deno-no-ffi",
    "bun-node",
    "deno-plain",
    "bun-plain",
    "floor",
  ],
  measures: [UP, DOWN].map((name) => ({ name, unit: "s/GB", digits: 2 })),
  run,
};
