import { SocketError } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import { ConnectionError, type Status } from "../../relay/errors.ts";
import { assertBytes } from "../crypto/bytes.ts";
import { joined, randomBytes, seeded } from "../crypto/random.ts";
import { readAll } from "../net/pair.ts";
import { MemoryStream, settled } from "./memory_stream.ts";
import { relay, TARGET } from "./relayed.ts";

test("Both directions flow to their ends, and what passed is counted and logged", async () => {
  const { application, origin, client, remote, running, counters, told, closed } = relay({
    capacity: 1000,
    chunk: 700,
  });
  const [up, down] = [randomBytes(seeded(1), 20_000), randomBytes(seeded(2), 30_000)];
  const send = async (stream: MemoryStream, bytes: Uint8Array) => {
    await stream.write(bytes);
    await stream.closeWrite();
  };
  const [atOrigin, atApplication] = await Promise.all([
    readAll(origin),
    readAll(application),
    send(application, up),
    send(origin, down),
    running,
  ]);
  assertBytes(atOrigin, up);
  assertBytes(atApplication, down);
  assertEquals(told, ["proceed"]);
  assertEquals([client.end, remote.end], ["closed", "closed"]);
  const { accepted, active, ended } = counters;
  assertEquals([accepted, active, counters.up, counters.down, ended], [1, 0, 20_000, 30_000, { ok: 1 }]);
  const fields = closed();
  assertEquals([fields?.status, fields?.up, fields?.down], ["ok", 20_000, 30_000]);
  assert(!JSON.stringify(fields).includes(TARGET.host), "the target stands beside the client");
});

test("The end of one side is passed on, and the other may go on for as long as it likes", async () => {
  for (const early of ["application", "origin"] as const) {
    const relayed = relay();
    const [ending, going] = early === "application"
      ? [relayed.application, relayed.origin]
      : [relayed.origin, relayed.application];
    await ending.write(Uint8Array.of(1));
    await ending.closeWrite();
    assertEquals([...await readAll(going)], [1]);
    for (let i = 0; i < 5; i++) {
      await going.write(Uint8Array.of(i));
      assertEquals([...(await ending.next())!], [i]);
    }
    await going.closeWrite();
    assertEquals(await ending.next(), null);
    await relayed.running;
    assertEquals(relayed.closed()?.status, "ok");
  }
});

test("What came with the handshake is written first, and counted", async () => {
  const { application, origin, running, counters } = relay({ first: Uint8Array.of(1, 2, 3) });
  await application.write(Uint8Array.of(4));
  await application.closeWrite();
  await origin.closeWrite();
  assertEquals([...await readAll(origin)], [1, 2, 3, 4]);
  await running;
  assertEquals(counters.up, 4);
});

test("Nothing is read from the client before what came with the handshake is written", async () => {
  const { application, origin, client, remote, running } = relay({ first: Uint8Array.of(1, 2, 3), capacity: 0 });
  await settled();
  assertEquals([remote.writing, client.pulls], [true, 0]);
  assertEquals([...(await origin.next())!], [1, 2, 3]);
  await settled();
  assertEquals(client.pulls, 1);
  application.close();
  origin.close();
  await running;
});

test("A slow reader stops the other side's reading, and loses nothing", async () => {
  const { application, origin, remote, running } = relay({ capacity: 0 });
  const sending = (async () => {
    for (let i = 0; i < 10; i++) await origin.write(new Uint8Array(1000).fill(i));
    await origin.closeWrite();
  })();
  await settled();
  // One chunk is under way to the application, and no other is asked for.
  assertEquals([remote.pulls, remote.pulling], [1, false]);
  await application.closeWrite();
  const got = await readAll(application);
  assertBytes(got, joined(Array.from({ length: 10 }, (_, i) => new Uint8Array(1000).fill(i))));
  await Promise.all([sending, running, origin.next()]);
});

test("A dial that fails is told to the client with its reason, and nothing else happens", async () => {
  const causes: [Error, Status][] = [
    [new SocketError("refused", "x"), "refused"],
    [new SocketError("not-found", "x"), "resolve"],
    [new SocketError("timeout", "x"), "timeout"],
    [new SocketError("host-unreachable", "x"), "host-unreachable"],
    [new SocketError("address-unavailable", "x"), "network-unreachable"],
    [new SocketError("permission", "x"), "denied"],
    [new SocketError("descriptors", "x"), "failed"],
    [new ConnectionError("denied", "x"), "denied"],
  ];
  for (const [cause, status] of causes) {
    const { running, told, closed, client, counters } = relay({ dial: () => Promise.reject(cause) });
    await running;
    assertEquals([told, closed()?.status, client.end, client.pulls], [[status], status, "closed", 0]);
    assertEquals([counters.active, counters.ended], [0, { [status]: 1 }]);
  }
});

test("A fault of the program does not pass for a peer's, and leaves nothing open", async () => {
  const { running, client, counters } = relay({ dial: () => Promise.reject(new TypeError("ours")) });
  await assertRejects(() => running, TypeError, "ours");
  assertEquals([client.end, counters.active], ["closed", 0]);
});

test("A reset of either side resets the other", async () => {
  for (const victim of ["application", "origin"] as const) {
    const relayed = relay();
    const other = victim === "application" ? relayed.origin : relayed.application;
    await relayed.origin.write(Uint8Array.of(1));
    await relayed.application.next();
    relayed[victim].abort();
    assertEquals((await assertRejects(() => readAll(other), SocketError)).fault, "reset");
    await relayed.running;
    assertEquals([relayed.closed()?.status, relayed.client.end, relayed.remote.end], ["reset", "aborted", "aborted"]);
  }
});

test("A reset after one side has ended is passed on all the same", async () => {
  const { application, origin, running, closed } = relay();
  await application.closeWrite();
  assertEquals(await origin.next(), null);
  origin.abort();
  assertEquals((await assertRejects(() => application.next(), SocketError)).fault, "reset");
  await running;
  assertEquals(closed()?.status, "reset");
});

test("A side that is gone while a write waits for it resets the other", async () => {
  const { application, origin, running, closed } = relay({ capacity: 0 });
  const sending = assertRejects(async () => {
    for (;;) await origin.write(new Uint8Array(100));
  }, SocketError);
  await settled();
  application.abort();
  await Promise.all([sending, running]);
  assertEquals(closed()?.status, "reset");
});

test("An abort while the target is dialled ends the connection, and the late stream is not kept", async () => {
  let answer: (stream: MemoryStream) => void = () => {};
  const { connection, running, client, remote, told, closed } = relay({
    dial: () => new Promise((resolve) => answer = resolve),
  });
  connection.abort("stopped");
  assertEquals(client.end, "aborted");
  answer(remote);
  await running;
  assertEquals([told, remote.end, closed()?.status], [[], "closed", "stopped"]);
});

test("An abort resets both sides of a connection under way, and its reason is the one that counts", async () => {
  const { connection, running, client, remote, closed } = relay();
  await settled();
  connection.abort("stopped");
  connection.abort("timeout");
  await running;
  assertEquals([client.end, remote.end, closed()?.status], ["aborted", "aborted", "stopped"]);
});

test("A client that is gone before it can be told lets go of the target", async () => {
  const { running, remote, closed } = relay({ proceed: () => Promise.reject(new SocketError("reset", "x")) });
  await running;
  assertEquals([remote.end, closed()?.status], ["closed", "reset"]);
});
