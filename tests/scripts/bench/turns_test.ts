/** The servers take turns, so that what disturbs the machine disturbs all of them. */

import { assertEquals, assertRejects, test } from "#test";
import type { Lane } from "../../../scripts/bench/lane.ts";
import type { ServerName } from "../../../scripts/bench/series.ts";
import { inTurn, type Load } from "../../../scripts/bench/turns.ts";

const lane = (server: ServerName): Lane => ({ server, method: "none", pid: 0, port: 0, processes: [] });
const TIMING = { warmUp: 10, rounds: 2, seconds: 3 };

test("every server is warmed up before any is measured, then each has its turn in a round", async () => {
  const calls: string[] = [];
  const load: Load = ({ server }, seconds) => {
    calls.push(`${server} ${seconds}`);
    return Promise.resolve({ up: 1 });
  };
  await inTurn([lane("deno"), lane("libev")], [load], TIMING);
  assertEquals(calls, ["deno 10", "libev 10", "deno 3", "libev 3", "deno 3", "libev 3"]);
});

test("several loads share the warm-up", async () => {
  const calls: number[] = [];
  const load: Load = (_, seconds) => {
    calls.push(seconds);
    return Promise.resolve({});
  };
  await inTurn([lane("deno")], [load, load], { ...TIMING, rounds: 1 });
  assertEquals(calls, [5, 5, 3, 3]);
});

test("each measure becomes a series of its rounds, and the warm-up none", async () => {
  let call = 0;
  const load: Load = () => Promise.resolve({ p50: ++call, p99: call * 10 });
  const series = await inTurn([lane("deno"), lane("bun")], [load], TIMING);
  assertEquals(series.map(({ server, measure, rounds }) => [server, measure, rounds]), [
    ["deno", "p50", [3, 5]],
    ["deno", "p99", [30, 50]],
    ["bun", "p50", [4, 6]],
    ["bun", "p99", [40, 60]],
  ]);
});

test("a load that fails tells which server it failed with", async () => {
  const load: Load = () => Promise.reject(new Error("connection refused"));
  await assertRejects(
    () => inTurn([lane("bun-plain")], [load], TIMING),
    Error,
    "bun-plain with none: connection refused",
  );
});
