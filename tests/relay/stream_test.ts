import { SocketError } from "#net";
import { assert, assertEquals, assertRejects, assertThrows, test } from "#test";
import { CipherError } from "../../crypto/types.ts";
import { ShadowsocksStream } from "../../relay/stream.ts";
import { assertBytes } from "../crypto/bytes.ts";
import { joined, randomBytes, seeded } from "../crypto/random.ts";
import { inboundOf } from "../crypto/streams.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { readAll } from "../net/pair.ts";
import { MemoryStream, settled } from "./memory_stream.ts";
import { makeBoth, makeClient, makeMethod, openWrites, OVERHEAD, SALT_SIZE, TARGET } from "./sealed.ts";
import { withoutLostWindows } from "./windows.ts";

const HELLO = new TextEncoder().encode("hello");
const WAIT = { headerWait: 0.05 };
/** The most bytes that are sealed or opened at a time. */
const STEP = 524_256;
/** A step while many others are on their way. */
const SMALL_STEP = 131_064;

test("Salt, header and the first payload leave in one write, and no timer is left", () =>
  withFakeClock(async (clock) => {
    const { client, transport } = await makeClient(WAIT);
    await clock.advance(0.03);
    assertEquals(transport.written.length, 0);
    await client.write(HELLO);
    assertEquals(transport.written.map((write) => write.length), [SALT_SIZE + TARGET.length + HELLO.length + OVERHEAD]);
    assertBytes((await openWrites(transport.written)).plain, joined([TARGET, HELLO]));
    await clock.advance(1);
    assertEquals([transport.written.length, clock.timers], [1, 0]);
    client.close();
  }));

test("Without a first payload the header goes alone once the wait is over, and payload follows it", () =>
  withFakeClock(async (clock) => {
    const { client, transport } = await makeClient(WAIT);
    await clock.advance(0.049);
    assertEquals(transport.written.length, 0);
    await clock.advance(0.02);
    assertEquals(transport.written.map((write) => write.length), [SALT_SIZE + TARGET.length + OVERHEAD]);
    await client.write(HELLO);
    await client.write(HELLO);
    await client.closeWrite();
    assertEquals(transport.written.length, 3);
    assertBytes((await openWrites(transport.written)).plain, joined([TARGET, HELLO, HELLO]));
    assertEquals(transport.end, "fin");
    client.close();
  }));

test("Payload waits for a header that is still being written, and so does the end", () =>
  withFakeClock(async (clock) => {
    for (const withPayload of [true, false]) {
      const { client, transport, far } = await makeClient(WAIT, { capacity: 0 });
      await clock.advance(0.1);
      assertEquals([transport.written.length, transport.writing], [1, true]);
      const going = (async () => {
        if (withPayload) await client.write(HELLO);
        await client.closeWrite();
      })();
      await clock.settle();
      assertEquals([transport.written.length, transport.end], [1, "open"]);
      const { plain } = await openWrites([await readAll(far)]);
      await going;
      assertBytes(plain, withPayload ? joined([TARGET, HELLO]) : TARGET);
      client.close();
    }
  }));

test("An end before any payload sends the header at once, and then the end", () =>
  withFakeClock(async (clock) => {
    const { client, transport } = await makeClient(WAIT);
    await client.closeWrite();
    assertEquals([transport.written.length, transport.end, clock.timers], [1, "fin", 0]);
    const { plain, failure } = await openWrites(transport.written);
    assertBytes(plain, TARGET);
    assertEquals(failure, null);
    client.close();
  }));

test("A stream that is closed or aborted before its wait is over sends nothing", () =>
  withFakeClock(async (clock) => {
    for (const way of ["close", "abort"] as const) {
      const { client, transport } = await makeClient(WAIT);
      client[way]();
      await clock.advance(1);
      assertEquals([transport.written.length, transport.end, clock.timers], [
        0,
        way === "close" ? "closed" : "aborted",
        0,
      ]);
      client.close();
    }
  }));

test("A header that cannot be written is told to whoever writes or ends next, and to nobody else", () =>
  withFakeClock(async (clock) => {
    for (const next of ["write", "closeWrite"] as const) {
      const { client, far } = await makeClient(WAIT);
      far.abort();
      await clock.advance(1);
      const error = await assertRejects(async () => {
        if (next === "write") await client.write(HELLO);
        else await client.closeWrite();
      }, SocketError);
      assertEquals(error.fault, "reset");
      client.close();
    }
  }));

test("A server that has nothing to say sends its end and not a byte", async () => {
  const [transport, far] = MemoryStream.pair();
  const server = new ShadowsocksStream(transport, inboundOf(await makeMethod()));
  await server.closeWrite();
  assertEquals([transport.written.length, await far.next()], [0, null]);
  server.close();
});

test("A server's answer carries no header of ours", async () => {
  const [transport] = MemoryStream.pair();
  const server = new ShadowsocksStream(transport, inboundOf(await makeMethod()));
  await server.write(HELLO);
  assertBytes((await openWrites(transport.written)).plain, HELLO);
  server.close();
});

test("A large write goes out in steps, the next one when the one before is done", async () => {
  const { client, transport, far } = await makeClient({}, { capacity: 0 });
  const payload = randomBytes(seeded(1), 3 * STEP + 1000);
  const writing = (async () => {
    await client.write(payload);
    await client.closeWrite();
  })();
  const parts: Uint8Array[] = [];
  for (let step = 1; step <= 4; step++) {
    await settled();
    assertEquals(transport.written.length, step);
    parts.push((await far.next())!.slice());
  }
  await writing;
  assertEquals(await far.next(), null);
  // A step of 2017 is 32 chunks, and 33 with the address; the first write has the salt, too.
  assert(transport.written.every((write) => write.length <= STEP + SALT_SIZE + TARGET.length + 33 * OVERHEAD));
  assertBytes((await openWrites(parts)).plain, joined([TARGET, payload]));
  client.close();
});

test("Behind sixteen large steps that wait for their readers, others go in small ones", () =>
  withoutLostWindows(async () => {
    const payload = randomBytes(seeded(1), STEP);
    const ends = await Promise.all(Array.from({ length: 18 }, () => makeClient({}, { capacity: 0 })));
    const writing = ends.map(({ client }) => client.write(payload));
    await settled();
    const isLarge = ends.map(({ transport }) => transport.written[0]!.length > SMALL_STEP + SALT_SIZE + 1000);
    assertEquals(isLarge.lastIndexOf(true), 15);
    const parts = ends.map(async ({ far }) => {
      const [got, whole] = [[] as Uint8Array[], STEP + SALT_SIZE + TARGET.length];
      for (let size = 0; size < whole; size += got.at(-1)!.length) got.push((await far.next())!.slice());
      return (await openWrites(got)).plain;
    });
    for (const part of parts) assertBytes(await part, joined([TARGET, payload]));
    await Promise.all(writing);
    for (const { client } of ends) client.close();
  }));

test("Both ways arrive whole, in whatever pieces the transport gives them", () =>
  withoutLostWindows(async () => {
    for (const chunk of [1, 1000, 70_000, Infinity]) {
      const below = seeded(chunk === Infinity ? 7 : chunk);
      const { client, server } = await makeBoth({ chunk, capacity: 20_000 });
      const size = chunk === 1 ? 3000 : 150_000;
      const [up, down] = [randomBytes(below, size), randomBytes(below, size)];
      const send = async (stream: ShadowsocksStream, bytes: Uint8Array) => {
        await stream.write(bytes.subarray(0, 100));
        await stream.write(bytes.subarray(100));
        await stream.closeWrite();
      };
      const [atServer, atClient] = await Promise.all([
        readAll(server),
        readAll(client),
        send(client, up),
        send(server, down),
      ]);
      assertBytes(atServer, joined([TARGET, up]), `chunks of ${chunk}`);
      assertBytes(atClient, down, `chunks of ${chunk}`);
      client.close();
      server.close();
    }
  }));

test("What is given back comes again, and its window is held no longer than until the pull after that", () =>
  withoutLostWindows(async () => {
    const { client, server } = await makeBoth();
    await client.write(HELLO);
    const chunk = (await server.next())!;
    server.unread(chunk.subarray(TARGET.length + 2));
    assertBytes((await server.next())!, HELLO.subarray(2));
    await client.write(HELLO);
    server.unread((await server.next())!.subarray(HELLO.length));
    await client.write(HELLO);
    assertBytes((await server.next())!, HELLO);
    server.unread(HELLO);
    server.close();
    client.close();
  }));

test("A chunk of the transport that is larger than a step is opened in steps", () =>
  withoutLostWindows(async () => {
    const { client, server, near, far } = await makeBoth();
    const payload = randomBytes(seeded(2), 4 * STEP + 1000);
    await client.write(payload);
    await client.closeWrite();
    const all = joined(near.written);
    const [sender, receiver] = MemoryStream.pair();
    await sender.write(all);
    await sender.closeWrite();
    const whole = new ShadowsocksStream(receiver, inboundOf(await makeMethod()));
    assertBytes(await readAll(whole), joined([TARGET, payload]));
    // The pull that brought all of it, and the one that brought the end.
    assertEquals(receiver.pulls, 2);
    for (const stream of [client, server, whole, far]) stream.close();
  }));

test("The transport's end inside a chunk is a truncation, between chunks an end", async () => {
  const { client, transport } = await makeClient();
  await client.write(HELLO);
  const bytes = joined(transport.written);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const [sender, receiver] = MemoryStream.pair();
    const server = new ShadowsocksStream(receiver, inboundOf(await makeMethod()));
    if (cut > 0) await sender.write(bytes.subarray(0, cut));
    await sender.closeWrite();
    if (cut === 0 || cut === SALT_SIZE) assertEquals(await server.next(), null, `cut at ${cut}`);
    else if (cut === bytes.length) assertBytes(await readAll(server), joined([TARGET, HELLO]));
    else assertEquals((await assertRejects(() => server.next(), CipherError)).fault, "truncated", `cut at ${cut}`);
    server.close();
  }
  client.close();
});

test("A reset of the transport is an error on both sides of the stream", async () => {
  const { client, server } = await makeBoth();
  await client.write(HELLO);
  assertBytes((await server.next())!, joined([TARGET, HELLO]));
  const pull = assertRejects(() => server.next(), SocketError);
  client.abort();
  assertEquals((await pull).fault, "reset");
  assertEquals((await assertRejects(async () => await server.write(HELLO), SocketError)).fault, "reset");
  client.close();
  server.close();
});

test("Every window comes back, whatever goes wrong on the way", () =>
  withoutLostWindows(async () => {
    // A chunk that was tampered with.
    const tampered = await makeBoth();
    await tampered.near.write(randomBytes(seeded(3), 500));
    await assertRejects(() => tampered.server.next(), CipherError);
    // A write to a transport that is gone, one that was waiting as it went, and a pull that was.
    const gone = await makeBoth({ capacity: 10 });
    const waiting = assertRejects(async () => await gone.client.write(HELLO), SocketError);
    const pulling = assertRejects(() => gone.client.next(), SocketError);
    gone.server.abort();
    await Promise.all([waiting, pulling]);
    await assertRejects(async () => await gone.client.write(HELLO), SocketError);
    await assertRejects(async () => await gone.client.write(new Uint8Array(200_000)), SocketError);
    // A stream that is closed while its reader holds a chunk.
    const lending = await makeBoth();
    await lending.client.write(HELLO);
    assertBytes((await lending.server.next())!, joined([TARGET, HELLO]));
    for (const { client, server } of [tampered, gone, lending]) {
      for (const stream of [client, server, client, server]) stream.close();
    }
    // A write after the close.
    assertThrows(() => lending.client.write(HELLO), Error, "closed");
  }));

test("What is written waits untouched while other streams write", async () => {
  const ends = await Promise.all(Array.from({ length: 5 }, () => makeClient({}, { capacity: 0 })));
  const payloads = ends.map((_, i) => new Uint8Array(30_000).fill(i + 1));
  const writes = ends.map(({ client }, i) => client.write(payloads[i]!));
  for (const [i, { far }] of ends.entries()) {
    const { plain } = await openWrites([(await far.next())!]);
    assertBytes(plain, joined([TARGET, payloads[i]!]));
  }
  await Promise.all(writes);
  for (const { client } of ends) client.close();
});

test("The ends of a stream are its transport's", async () => {
  const { client, transport } = await makeClient();
  assertEquals([client.local, client.remote], [transport.local, transport.remote]);
  client.close();
});
