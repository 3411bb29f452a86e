/** At the limit of descriptors the program waits in peace, and accepts again once there are some. */

import { assert, test } from "#test";
import { listenOrigin, type Origin, Peer } from "../behaviour/peer.ts";
import { pause } from "../behaviour/until.ts";
import { serverAt, through, withLocal } from "../behaviour/wiring.ts";
import { type AtWork, withServerProcess } from "./at_work.ts";
import { processorTime } from "./usage.ts";

/** Descriptors that the program may have, and connections that want one. */
const LIMIT = 128;
const CONNECTIONS = 200;

/** Seconds over which its work is measured, and the most that it may do in one. */
const MEASURED = 3;
const MOST_LOAD = 0.05;

/** Seconds within which it accepts again, and what a busy machine may add. */
const RECOVERS_WITHIN = 1;
const SLACK = 1;

/** The command line under a limit of descriptors, hard as well as soft: runtimes raise the soft one. */
function limited(command: string[]): string[] {
  return ["sh", "-c", `ulimit -n ${LIMIT}; exec "$@"`, "sh", ...command];
}

/** Whether a connection through the server reaches an origin that speaks first. */
async function serves(serverPort: number, originPort: number): Promise<boolean> {
  let heard = false;
  await withLocal(serverAt(serverPort), {}, async (proxy) => {
    const application = await through(proxy, originPort);
    heard = (await application.rest()).bytes.length > 0;
    await application.close();
  });
  return heard;
}

/** Holds one more connection, or finds it refused: that is what the last descriptors are kept for on Bun. */
async function hold(port: number, held: Peer[]): Promise<void> {
  const peer = await Peer.connect(port).catch(() => null);
  if (peer !== null) held.push(peer);
}

/** Uses the descriptors up, frees them, and measures. */
async function exhaust({ program, port }: AtWork, origin: Origin): Promise<void> {
  const held: Peer[] = [];
  try {
    assert(await serves(port, origin.port), "it serves at first");
    for (let i = 0; i < CONNECTIONS; i++) await hold(port, held);
    await program.line(/descriptors-exhausted/);
    const before = processorTime(program.pid);
    await pause(MEASURED);
    const load = (processorTime(program.pid) - before) / MEASURED;
    await Promise.all(held.map((peer) => peer.close()));
    const freed = performance.now();
    while (!await serves(port, origin.port));
    const seconds = (performance.now() - freed) / 1000;
    console.log(`load ${(load * 100).toFixed(1)} %, accepting again after ${seconds.toFixed(2)} s`);
    assert(load < MOST_LOAD, `load ${load}`);
    assert(seconds < RECOVERS_WITHIN + SLACK, `accepting again after ${seconds} s`);
    await program.line(/descriptors-free/);
  } finally {
    for (const peer of held) await peer.close();
  }
}

const NAME = "at the limit of descriptors the server rests, and accepts again within a second of some being free";
test(NAME, async () => {
  const origin = await listenOrigin((peer) => {
    void peer.send(Uint8Array.of(1));
    peer.finish();
  });
  try {
    await withServerProcess((server) => exhaust(server, origin), limited);
  } finally {
    await origin.close();
  }
}, { limit: 60 });
