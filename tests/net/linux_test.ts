import { connect, listen } from "#net";
import { assert, assertEquals, test } from "#test";
import { calls, hasOwnSockets, LEAST_BUFFER } from "../../net/linux/calls.ts";
import { linuxError } from "../../net/linux/errors.ts";
import { LinuxListener } from "../../net/linux/listen.ts";
import { poller } from "../../net/linux/poller.ts";
import { readWindows } from "../../net/linux/read_windows.ts";
import { LinuxPackets } from "../../net/linux/packets.ts";
import { bindTo, localOf, openTcp } from "../../net/linux/socket.ts";
import { LinuxStream } from "../../net/linux/stream.ts";
import { sleep } from "../../net/timers.ts";
import type { Stream } from "../../net/types.ts";
import { noise } from "../behaviour/wiring.ts";
import { PATIENT, readAll, withPair } from "./pair.ts";

const skip = !hasOwnSockets();
const LOOPBACK = { host: "127.0.0.1", port: 0 };

/** MSG_OOB. */
const OUT_OF_BAND = 1;

/** A dial, and the peer's end by bare calls, so that all of it happens before anybody is told of anything. */
function dialBare(): { dialling: Promise<Stream>; peer: number } {
  const descriptor = openTcp(LOOPBACK, "open");
  bindTo(descriptor, LOOPBACK, "bind");
  calls().listen(descriptor, 1);
  const dialling = connect({ ...localOf(descriptor)!, ...PATIENT });
  const peer = calls().accept4(descriptor, null, null, 0);
  calls().close(descriptor);
  return { dialling, peer };
}

test("where native code may be called and wait, sockets are our own", () =>
  withPair(({ client, server }) => {
    assert(client instanceof LinuxStream && server instanceof LinuxStream);
    return Promise.resolve();
  }), { skip });

test("the thread that waits for sockets ends with the last of them, and another begins with the next", async () => {
  for (let round = 0; round < 3; round++) {
    await withPair(async ({ client, server }) => {
      const pull = server.next();
      await client.write(Uint8Array.of(round));
      assertEquals([...(await pull)!], [round]);
    });
    await poller.idle();
  }
}, { skip });

test(
  "what comes after a long silence is told, and the runtime's own timers go on meanwhile",
  () =>
    withPair(async ({ client, server }) => {
      for (let round = 0; round < 3; round++) {
        const pull = server.next();
        // Longer than the poller keeps the loop waiting.
        await sleep(0.05);
        await client.write(Uint8Array.of(round));
        assertEquals([...(await pull)!], [round]);
      }
    }),
  { skip },
);

test(
  "bytes of every length arrive from arrays of their own, however small",
  () =>
    withPair(async ({ client, server }) => {
      const reading = readAll(server);
      const expected: number[] = [];
      for (let length = 0; length < 200; length++) {
        const bytes = noise(length, length + 1);
        expected.push(...bytes);
        // The array is garbage as soon as the write is done.
        await client.write(Uint8Array.from(bytes));
      }
      await client.closeWrite();
      assertEquals([...await reading], expected);
    }),
  { skip },
);

test(
  "a stream that never runs dry leaves timers and other streams their turn",
  () =>
    withPair((busy) =>
      withPair(async (quiet) => {
        let carried = 0;
        let stopped = false;
        const flood = (async () => {
          const block = new Uint8Array(64 * 1024);
          while (!stopped) await busy.client.write(block);
          await busy.client.closeWrite();
        })();
        const drain = (async () => {
          for await (const chunk of busy.server) carried += chunk.length;
        })();
        for (let i = 0; i < 20; i++) {
          await new Promise<void>((resolve) => setTimeout(resolve, 0));
          const pull = quiet.server.next();
          await quiet.client.write(Uint8Array.of(i));
          assertEquals([...(await pull)!], [i]);
        }
        stopped = true;
        await Promise.all([flood, drain]);
        assert(carried > 0);
      })
    ),
  { skip },
);

test("a thousand connections that are opened at once are all accepted, and each is answered", async () => {
  const count = 1000;
  const accepted: Stream[] = [];
  const listener = listen({ ...LOOPBACK, keepalive: 60 }, (stream) => {
    accepted.push(stream);
    void stream.next().then((chunk) => stream.write(chunk!));
  });
  assert(listener instanceof LinuxListener);
  const clients = await Promise.all(Array.from({ length: count }, () => connect({ ...listener.local, ...PATIENT })));
  await Promise.all(clients.map(async (client, i) => {
    await client.write(Uint8Array.of(i & 0xff, i >> 8));
    assertEquals([...(await client.next())!], [i & 0xff, i >> 8]);
  }));
  assertEquals(accepted.length, count);
  for (const stream of [...clients, ...accepted]) stream.close();
  listener.close();
}, { skip });

test("a peer that has spoken and ended before the dialler looks is heard to its end", async () => {
  const { dialling, peer } = dialBare();
  calls().send(peer, new Uint8Array(LEAST_BUFFER).fill(7), 3, 0);
  calls().close(peer);
  const stream = await dialling;
  assertEquals([...await readAll(stream)], [7, 7, 7]);
  stream.close();
}, { skip });

test("a socket that is closed while others of the same moment are told hears nothing more", async () => {
  const sockets = [new LinuxPackets(LOOPBACK), new LinuxPackets(LOOPBACK), new LinuxPackets(LOOPBACK)];
  const [sender] = sockets;
  // Whichever is told first closes the others: their pulls end empty.
  const pulls = sockets.slice(1).map(async (socket) => {
    const batch = await socket.next();
    const count = batch?.count ?? 0;
    for (const other of sockets.slice(1)) other.close();
    return count;
  });
  for (const { local } of sockets.slice(1)) sender!.send(Uint8Array.of(1), local);
  sender!.flush();
  const counts = await Promise.all(pulls);
  assert(counts.includes(1), `${counts}`);
  sender!.close();
}, { skip });

test("connections that are reset while a chunk of theirs is lent give its window back with their close", async () => {
  const { size } = readWindows;
  for (let i = 0; i < 24; i++) {
    await withPair(async ({ client, server }) => {
      const pull = client.next();
      await server.write(Uint8Array.of(i));
      assertEquals([...(await pull)!], [i]);
      client.abort();
      client.close();
    });
  }
  assertEquals(readWindows.size, size);
}, { skip });

test("what is behind urgent data is read without waiting for more", async () => {
  const { dialling, peer } = dialBare();
  const bytes = new Uint8Array(LEAST_BUFFER).fill(7);
  calls().send(peer, bytes, 3, 0);
  calls().send(peer, bytes, 1, OUT_OF_BAND);
  calls().send(peer, bytes, 4, 0);
  const stream = await dialling;
  for (let size = 0; size < 7;) size += (await stream.next())!.length;
  stream.close();
  calls().close(peer);
}, { skip });

test("what the system says is told in words, and by its number where we have no words", () => {
  assertEquals(linuxError("connect to x", 111).message, "Cannot connect to x: connection refused");
  assertEquals(linuxError("connect to x", 111).fault, "refused");
  assertEquals(linuxError("bind x", 9999).message, "Cannot bind x: error 9999 of the system");
  assertEquals(linuxError("bind x", 9999).fault, "other");
});
