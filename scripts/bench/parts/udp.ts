/** What a datagram there and back costs. A client without a program around it speaks with the servers. @module */

import { findMethod } from "../../../crypto/methods.ts";
import { preparePacketClient } from "../../../crypto/packet_method.ts";
import { bindPackets } from "#net";
import type { Lane } from "../lane.ts";
import { openServer } from "../lanes.ts";
import type { Series } from "../series.ts";
import { PASSWORD } from "../servers.ts";
import { costOf, inTurn, type Load } from "../turns.ts";
import { DatagramLoad } from "../udp_load.ts";
import { type Bench, type Part, toolsOf } from "./part.ts";

const CPU = "CPU of an echo of 1200 bytes";
const RATE = "echoes a second";
const HOST = "127.0.0.1";

/** A client of its own for each load: what was lost on the way of another does not count. */
async function openLoad({ method, port }: Lane, echo: number): Promise<DatagramLoad> {
  const row = findMethod(method);
  if (row === undefined) throw new Error(`Cannot measure ${method}: it is not a method`);
  const options = { provider: "auto", salts: 10_000, clock: () => Date.now() / 1000 } as const;
  const client = (await preparePacketClient(row, PASSWORD, options))();
  const socket = await bindPackets({ host: HOST, port: 0 });
  return new DatagramLoad(client, socket, { server: { host: HOST, port }, echo: { host: HOST, port: echo } });
}

const loadTo = (echo: number): Load => async (lane, seconds) => {
  const load = await openLoad(lane, echo);
  try {
    await load.untilHeard();
    let rate = 0;
    const cost = await costOf(lane, async () => {
      const { echoes, elapsed } = await load.run(seconds);
      rate = echoes / elapsed;
      return echoes;
    });
    return { [CPU]: cost * 1e6, [RATE]: rate };
  } finally {
    await load.close();
  }
};

async function run(bench: Bench): Promise<Series[]> {
  const { method, servers, timing, processes } = bench;
  const echo = await processes.listen((port) => [toolsOf(bench).udpEcho, `${port}`], "udp");
  const lanes = [];
  for (const server of servers) {
    lanes.push(await openServer(server, method, echo.port, processes));
  }
  return await inTurn(lanes, [loadTo(echo.port)], timing);
}

export const udp: Part = {
  name: "udp",
  title: "Datagrams",
  needs: ["cc"],
  servers: ["deno", "bun", "deno-no-ffi"],
  measures: [{ name: CPU, unit: "µs", digits: 1 }, { name: RATE, unit: "echoes/s", digits: 0 }],
  run,
};
