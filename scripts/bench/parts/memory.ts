/** What a server holds: at rest, for connections that wait, while it streams, and after that. @module */

import { residentMemory, watchMemory } from "../../../tests/process/usage.ts";
import { holdIdle } from "../idle_connections.ts";
import { iperfServer, stream } from "../iperf.ts";
import type { Lane } from "../lane.ts";
import { closeLane, openLane } from "../lanes.ts";
import { pause } from "../../../tests/behaviour/until.ts";
import type { Series } from "../series.ts";
import { type Bench, type Part, toolsOf } from "./part.ts";

const IDLE = "idle";
const EACH = "each waiting connection";
const PEAK = "under one stream, at most";
const AFTER = "after the stream, above idle";

/** The stream, in bytes; the connections that wait. */
const STREAM = 10e9;
const CONNECTIONS = 4000;

/** Seconds until a server is at rest: ours looks every four seconds whether it is, and gives back at its next look. */
const REST = 6;

const MIB = 1024 * 1024;
const MB = 1e6;

/** Resident memory of a lane's server, in bytes, once it is at rest. */
async function atRest({ pid }: Lane): Promise<number> {
  await pause(REST);
  return residentMemory(pid) * MIB;
}

/** Runs the body with one server in a fresh process. */
async function withLane<T>(
  bench: Bench,
  server: Bench["servers"][number],
  target: number,
  body: (lane: Lane) => Promise<T>,
) {
  const lane = await openLane(server, bench.method, target, bench.processes);
  try {
    return await body(lane);
  } finally {
    await closeLane(lane, bench.processes);
  }
}

async function waiting(lane: Lane): Promise<Record<string, number>> {
  const idle = await atRest(lane);
  const held = await holdIdle(lane.port, CONNECTIONS);
  try {
    return { [IDLE]: idle / MB, [EACH]: (await atRest(lane) - idle) / CONNECTIONS / 1e3 };
  } finally {
    held.close();
  }
}

async function streaming(lane: Lane): Promise<Record<string, number>> {
  const idle = await atRest(lane);
  const stop = watchMemory([lane.pid]);
  try {
    await stream(lane.port, "down", { bytes: STREAM });
  } finally {
    stop();
  }
  const [most = NaN] = stop();
  return { [PEAK]: most * MIB / MB, [AFTER]: (await atRest(lane) - idle) / MB };
}

async function run(bench: Bench): Promise<Series[]> {
  const origin = await bench.processes.listen((port) => [toolsOf(bench).httpOrigin, `${port}`]);
  const target = await bench.processes.listen(iperfServer);
  const series: Series[] = [];
  for (const server of bench.servers) {
    const figures = {
      ...await withLane(bench, server, origin.port, waiting),
      ...await withLane(bench, server, target.port, streaming),
    };
    for (const [measure, value] of Object.entries(figures)) {
      series.push({ measure, method: bench.method, server: server.name, rounds: [value] });
    }
  }
  return series;
}

export const memory: Part = {
  name: "memory",
  title: "Memory",
  needs: ["iperf3", "cc"],
  servers: ["deno", "bun", "deno-plain", "bun-plain"],
  measures: [
    { name: IDLE, unit: "MB", digits: 0 },
    { name: EACH, unit: "KB", digits: 1 },
    { name: PEAK, unit: "MB", digits: 0 },
    { name: AFTER, unit: "MB", digits: 0, alone: true },
  ],
  run,
};
