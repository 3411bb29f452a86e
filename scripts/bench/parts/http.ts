/** Small HTTP requests: what a new connection costs, and how long a request on one that stands takes. @module */

import { costOf, inTurn, type Load } from "../turns.ts";
import { ask } from "../wrk.ts";
import { openLanes, type Part, toolsOf } from "./part.ts";

const CPU = "CPU of a new connection";
const P50 = "p50 of a small request";
const P99 = "p99 of a small request";
const AT_ONCE = 32;

const connect: Load = async (lane, seconds) => {
  const answered = async () => (await ask(lane.port, { connections: AT_ONCE, seconds, fresh: true })).requests;
  return { [CPU]: await costOf(lane, answered) * 1e6 };
};

const request: Load = async (lane, seconds) => {
  const { p50, p99 } = await ask(lane.port, { connections: 1, seconds, fresh: false });
  return { [P50]: p50, [P99]: p99 };
};

/** Loads all servers in turn through to an HTTP origin. */
const runWith = (load: Load): Part["run"] => async (bench) => {
  const origin = await bench.processes.listen((port) => [toolsOf(bench).httpOrigin, `${port}`]);
  return await inTurn(await openLanes(bench, origin.port), [load], bench.timing);
};

export const connections: Part = {
  name: "connections",
  title: "New connections",
  needs: ["wrk", "cc"],
  servers: ["deno", "bun", "deno-plain", "bun-plain"],
  measures: [{ name: CPU, unit: "µs", digits: 0 }],
  run: runWith(connect),
};

export const latency: Part = {
  name: "latency",
  title: "Latency",
  needs: ["wrk", "cc"],
  servers: ["deno", "bun", "deno-plain", "bun-plain"],
  measures: [P50, P99].map((name) => ({ name, unit: "µs", digits: 0 })),
  run: runWith(request),
};
