/** What a stream must do on every runtime, on whichever sockets it stands. @module */

import { SocketError } from "#net";
import { assert, assertEquals, assertRejects } from "../seam/assert.ts";
import type { Stream } from "../../net/types.ts";
import { sleep } from "../../net/timers.ts";
import { toHex } from "../vectors/hex.ts";
import { joined, randomBytes, seeded } from "../crypto/random.ts";
import type { Check } from "./check.ts";
import { readAll, withPair } from "./pair.ts";

/** What must hold, by plain sentences. */
export const STREAM_CHECKS: Check[] = [];

/** What must hold besides where a connection can be reset: on Deno that takes native code. */
export const RESET_CHECKS: Check[] = [];

function check(name: string, run: () => Promise<void>): void {
  STREAM_CHECKS.push({ name, run });
}

function checkReset(name: string, run: () => Promise<void>): void {
  RESET_CHECKS.push({ name, run });
}

const encoder = new TextEncoder();

check("Bytes arrive in order, both ways at once", () =>
  withPair(async ({ client, server }) => {
    const below = seeded(1);
    const [up, down] = [randomBytes(below, 300_000), randomBytes(below, 200_000)];
    const [upGot, downGot] = await Promise.all([
      readAll(server),
      readAll(client),
      sendIn(client, up, 7001),
      sendIn(server, down, 50_000),
    ]);
    assertEquals(toHex(upGot), toHex(up));
    assertEquals(toHex(downGot), toHex(down));
  }));

check("The ends of a connection name each other", () =>
  withPair(({ client, server }) => {
    assertEquals(client.remote, server.local);
    assertEquals(server.remote, client.local);
    assertEquals(client.local.host, "127.0.0.1");
    assert(client.local.port > 0 && client.local.port !== client.remote.port);
    return Promise.resolve();
  }));

check("A side that has sent its end still reads the whole answer", () =>
  withPair(async ({ client, server }) => {
    await client.write(encoder.encode("question"));
    await client.closeWrite();
    await client.closeWrite();
    assertEquals(new TextDecoder().decode(await readAll(server)), "question");
    const answer = randomBytes(seeded(2), 500_000);
    const [got] = await Promise.all([readAll(client), sendIn(server, answer, 64_000)]);
    assertEquals(toHex(got), toHex(answer));
    // The end stays the end.
    assertEquals([await client.next(), await server.next()], [null, null]);
  }));

check("A side that has seen the other's end may go on sending", () =>
  withPair(async ({ client, server }) => {
    await client.closeWrite();
    assertEquals(await server.next(), null);
    for (let i = 0; i < 5; i++) {
      await server.write(Uint8Array.of(i));
      assertEquals([...(await client.next())!], [i]);
    }
    await server.closeWrite();
    assertEquals(await client.next(), null);
  }));

check("What was written before a close arrives, and then the end", () =>
  withPair(async ({ client, server }) => {
    const bytes = randomBytes(seeded(3), 100_000);
    const reading = readAll(server);
    await client.write(bytes);
    client.close();
    client.close();
    assertEquals(toHex(await reading), toHex(bytes));
  }));

check(
  "A stream that is paused at every chunk gives them all, and its end",
  () =>
    withPair(async ({ client, server }) => {
      const bytes = randomBytes(seeded(5), 1_000_000);
      const sending = sendIn(client, bytes, 70_000);
      const got: Uint8Array[] = [];
      server.pause();
      for (let chunk = await server.next(); chunk !== null; chunk = await server.next()) {
        server.pause();
        got.push(chunk.slice());
        server.pause();
      }
      await sending;
      assertEquals(toHex(joined(got)), toHex(bytes));
    }),
);

check(
  "What follows a release waits for the next pull, and nothing of it is lost",
  () =>
    withPair(async ({ client, server }) => {
      // More than two kernels' buffers hold.
      const bytes = randomBytes(seeded(4), 24 * 1024 * 1024);
      let sent = false;
      const sending = sendIn(client, bytes, bytes.length).then(() => sent = true);
      const first = (await server.next())!.slice();
      server.release();
      server.release();
      await withPair(async (other) => {
        for (let i = 0; i < 200; i++) {
          await other.client.write(Uint8Array.of(i));
          assertEquals([...(await other.server.next())!], [i]);
        }
      });
      assert(!sent);
      const all = joined([first, await readAll(server)]);
      assertEquals([all.length, await sending], [bytes.length, true]);
      assert(all.every((byte, i) => byte === bytes[i]));
    }),
);

checkReset(
  "A reset reaches the other side's pull as an error, never as an end",
  () =>
    withPair(async ({ client, server }) => {
      const pull = assertRejects(() => server.next(), SocketError);
      client.abort();
      assertEquals((await pull).fault, "reset");
      assertEquals((await assertRejects(() => server.next(), SocketError)).fault, "reset");
    }),
);

checkReset(
  "A reset after some bytes and after our own end is still an error",
  () =>
    withPair(async ({ client, server }) => {
      await server.closeWrite();
      assertEquals(await client.next(), null);
      await client.write(Uint8Array.of(1));
      assertEquals([...(await server.next())!], [1]);
      const pull = assertRejects(() => server.next(), SocketError);
      client.abort();
      assertEquals((await pull).fault, "reset");
    }),
);

checkReset(
  "A reset that comes while nobody pulls is told at the next pull or write",
  () =>
    withPair(async ({ client, server }) => {
      client.abort();
      await untilReset(server);
      assertEquals((await assertRejects(() => server.next(), SocketError)).fault, "reset");
    }),
);

checkReset("A reset ends a write that waits for room", () =>
  withPair(async ({ client, server }) => {
    const writing = assertRejects(() => fill(server), SocketError);
    await stalled(server);
    client.abort();
    assertEquals((await writing).fault, "reset");
  }));

check("A pull that waits ends when its own side closes or aborts", async () => {
  for (const end of ["close", "abort"] as const) {
    await withPair(async ({ client }) => {
      const pull = assertRejects(() => client.next(), SocketError);
      client[end]();
      assertEquals((await pull).fault, "closed");
      assertEquals((await assertRejects(() => client.next(), SocketError)).fault, "closed");
    });
  }
});

check(
  "A stream that was closed takes no bytes, and its end may be asked for in any order",
  () =>
    withPair(async ({ client, server }) => {
      client.close();
      await assertRejects(async () => await client.write(Uint8Array.of(1)), SocketError);
      await client.closeWrite();
      client.abort();
      client.close();
      server.abort();
      await server.closeWrite();
      server.abort();
      server.close();
    }),
);

check(
  "A reader that stops makes the writer wait, and gets everything in order when it goes on",
  () =>
    withPair(async ({ client, server }) => {
      const total = 24 * 1024 * 1024;
      const writing = sendNumbers(server, total);
      const sent = await stalled(server);
      assert(sent < total, `all of ${total} bytes were taken though nobody read`);
      let expected = 0;
      let size = 0;
      const rest = new Uint8Array(4);
      const word = new DataView(rest.buffer);
      for await (const chunk of client) {
        for (let i = 0; i < chunk.length; i++, size++) {
          rest[size & 3] = chunk[i]!;
          if ((size & 3) !== 3) continue;
          // Compared by hand: an assertion for each word would take most of the time.
          if (word.getUint32(0) !== expected) assertEquals(word.getUint32(0), expected, `at ${size}`);
          expected++;
        }
      }
      await writing;
      assertEquals(size, total);
    }),
);

checkReset(
  "A write after the peer's reset fails by its promise, and never throws",
  () =>
    withPair(async ({ client, server }) => {
      server.abort();
      let pending: Promise<void> | void;
      // The first may still be taken, before the reset has come.
      do pending = client.write(encoder.encode("too late")); while (pending === undefined || await isKept(pending));
      await assertRejects(() => Promise.resolve(client.write(encoder.encode("later still"))), SocketError);
    }),
);

check("A chunk is untouched until the next pull, however many streams read at once", async () => {
  const below = seeded(4);
  await withPair((first) =>
    withPair((second) =>
      withPair(async (third) => {
        const pairs = [first, second, third];
        const marks = [1, 2, 3];
        await Promise.all(pairs.map(({ client, server }, i) =>
          Promise.all([
            sendIn(server, new Uint8Array(400_000).fill(marks[i]!), 1000 + below(9000)),
            (async () => {
              for await (const chunk of client) {
                await Promise.resolve();
                assert(chunk.every((byte) => byte === marks[i]), `stream ${i} saw another's bytes`);
              }
            })(),
          ])
        ));
      })
    )
  );
});

/** Writes the bytes in parts, then our end. */
async function sendIn(stream: Stream, bytes: Uint8Array, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) await stream.write(bytes.subarray(at, at + size));
  await stream.closeWrite();
}

/** How many bytes each stream has been able to write so far. */
const written = new WeakMap<Stream, number>();

/** Writes so many bytes of 32-bit numbers that count up, then our end. */
async function sendNumbers(stream: Stream, total: number): Promise<void> {
  const block = new Uint8Array(64 * 1024);
  const words = new DataView(block.buffer);
  for (let at = 0; at < total; at += block.length) {
    for (let i = 0; i < block.length; i += 4) words.setUint32(i, (at + i) / 4);
    await stream.write(block);
    written.set(stream, at + block.length);
  }
  await stream.closeWrite();
}

/** Writes until it fails. */
async function fill(stream: Stream): Promise<never> {
  const block = new Uint8Array(64 * 1024);
  for (let size = block.length;; size += block.length) {
    await stream.write(block);
    written.set(stream, size);
  }
}

/** Waits until a writer has made no progress for a while; returns how many bytes it got rid of. */
async function stalled(stream: Stream): Promise<number> {
  for (let before = -1;;) {
    await sleep(0.1);
    const now = written.get(stream) ?? 0;
    if (now === before) return now;
    before = now;
  }
}

/** Waits until the reset has arrived: a write is told of it too. */
async function untilReset(stream: Stream): Promise<void> {
  for (let i = 0; i < 500; i++) {
    try {
      await stream.write(Uint8Array.of(0));
    } catch {
      return;
    }
    await sleep(0.01);
  }
  throw new Error("Expected the reset to arrive within 5 s");
}

/** Whether a promise is kept. */
function isKept(promise: Promise<void>): Promise<boolean> {
  return promise.then(() => true, () => false);
}
