/** A reader that stops fills no memory: the sender waits for it, and all arrives. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { assert, assertEquals, test } from "#test";
import { putAddress } from "../../relay/address.ts";
import { noise, pause } from "../behaviour/wiring.ts";
import { withLocalProcess, withServerProcess } from "./at_work.ts";
import { residentMemory, watchMemory } from "./usage.ts";

const MIB = 1024 * 1024;
const DOWNLOAD = 256 * MIB;
/** What is read before the reader stops, and for how many seconds it does. */
const BEFORE_PAUSE = 16 * MIB;
const PAUSE = 5;
/** What memory may grow by, in MiB. */
const MOST_GROWTH = 40;

/** Sends all of the download and ends; gives its sum. */
async function serveDownload(socket: Socket): Promise<string> {
  const hash = createHash("sha256");
  const block = noise(MIB, 1);
  socket.resume();
  for (let sent = 0; sent < DOWNLOAD; sent += block.length) {
    // No two blocks are the same.
    new DataView(block.buffer).setUint32(0, sent);
    hash.update(block);
    await new Promise<void>((resolve) => socket.write(block, () => resolve()));
  }
  socket.end();
  return hash.digest("hex");
}

/** Asks a SOCKS5 port for a connection, as an application that reads as it likes. */
async function dialThrough(socksPort: number, port: number): Promise<Socket> {
  const socket = connect(socksPort, "127.0.0.1");
  await once(socket, "connect");
  socket.write(Uint8Array.of(5, 1, 0));
  await once(socket, "data");
  socket.write(Uint8Array.of(5, 1, 0, ...putAddress({ host: "127.0.0.1", port })));
  const [reply] = await once(socket, "data");
  assertEquals([reply[1], reply.length], [0, 10]);
  return socket;
}

/** Reads to the end, with one long stop; gives the sum of what came. */
async function readWithPause(socket: Socket): Promise<string> {
  const hash = createHash("sha256");
  let size = 0;
  let paused = false;
  socket.on("data", (chunk: Uint8Array) => {
    hash.update(chunk);
    size += chunk.length;
    if (paused || size < BEFORE_PAUSE) return;
    paused = true;
    socket.pause();
    void pause(PAUSE).then(() => socket.resume());
  });
  await once(socket, "end");
  assertEquals(size, DOWNLOAD);
  return hash.digest("hex");
}

test(
  "a reader that stops for five seconds in a large download fills no memory and gets the rest",
  () =>
    withServerProcess((server) =>
      withLocalProcess(server.port, async (local) => {
        const pids = [server.program.pid, local.program.pid];
        const origin = createServer();
        origin.listen(0, "127.0.0.1");
        await once(origin, "listening");
        const accepted = once(origin, "connection") as Promise<[Socket]>;
        const idle = pids.map(residentMemory);
        const stopWatching = watchMemory(pids);
        try {
          const application = await dialThrough(local.port, (origin.address() as AddressInfo).port);
          const sum = accepted.then(([socket]) => serveDownload(socket));
          // The first byte lets the header go.
          application.write(Uint8Array.of(0));
          const received = await readWithPause(application);
          assertEquals(received, await sum);
          const closed = once(application, "close");
          application.destroy();
          await closed;
        } finally {
          const growth = stopWatching().map((most, i) => most - idle[i]!);
          console.log(`memory above idle: server ${growth[0]!.toFixed(1)} MiB, client ${growth[1]!.toFixed(1)} MiB`);
          origin.close();
          await once(origin, "close");
          assert(Math.max(...growth) < MOST_GROWTH, `memory grew by ${growth.join(" and ")} MiB`);
        }
      })
    ),
  { limit: 90 },
);
