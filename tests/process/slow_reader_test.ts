/** A reader that stops fills no memory: the sender waits for it, and all arrives. */

import { once } from "node:events";
import type { Socket } from "node:net";
import { assert, assertEquals, test } from "#test";
import { type BulkOrigin, dialBulk, letGo, listenBulk, MIB, receiveBulk, sendBulk } from "../behaviour/bulk.ts";
import { pause } from "../behaviour/until.ts";
import { withLocalProcess, withServerProcess } from "./at_work.ts";
import { residentMemory, watchMemory } from "./usage.ts";

const DOWNLOAD = 256 * MIB;
/** What is read before the reader stops, and for how many seconds it does. */
const BEFORE_PAUSE = 16 * MIB;
const PAUSE = 5;
/** What memory may grow by, in MiB. */
const MOST_GROWTH = 40;

/** Lets a socket's reader stop once. */
function pauseOnce(socket: Socket): void {
  let left = BEFORE_PAUSE;
  const count = (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left > 0) return;
    socket.off("data", count);
    socket.pause();
    void pause(PAUSE).then(() => socket.resume());
  };
  socket.on("data", count);
}

/** Downloads with one long stop. */
async function download(socksPort: number, origin: BulkOrigin): Promise<void> {
  const accepted = origin.accept();
  const application = await dialBulk(socksPort, { host: "127.0.0.1", port: origin.port });
  const started = performance.now();
  const received = receiveBulk(application, DOWNLOAD);
  pauseOnce(application);
  const target = await accepted;
  target.resume();
  const sent = sendBulk(target, DOWNLOAD, 1);
  assertEquals(await received, await sent);
  assert(performance.now() - started > PAUSE * 1000, "the reader did not stop");
  const ended = once(application, "end");
  target.end();
  application.end();
  await ended;
  await Promise.all([letGo(application), letGo(target)]);
}

test(
  "a reader that stops for five seconds in a large download fills no memory and gets the rest",
  () =>
    withServerProcess((server) =>
      withLocalProcess(server.port, async (local) => {
        const pids = [server.program.pid, local.program.pid];
        const origin = await listenBulk("127.0.0.1");
        const idle = pids.map(residentMemory);
        const stopWatching = watchMemory(pids);
        try {
          await download(local.port, origin);
        } finally {
          const growth = stopWatching().map((most, i) => most - idle[i]!);
          console.log(`memory above idle: server ${growth[0]!.toFixed(1)} MiB, client ${growth[1]!.toFixed(1)} MiB`);
          await origin.close();
          assert(Math.max(...growth) < MOST_GROWTH, `memory grew by ${growth.join(" and ")} MiB`);
        }
      })
    ),
  { limit: 90 },
);
