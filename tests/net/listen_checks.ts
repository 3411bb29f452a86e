/** What listening and dialling must do on every runtime, on whichever sockets they stand. @module */

import { connect, listen, SocketError } from "#net";
import { assert, assertEquals, assertRejects, assertThrows } from "../seam/assert.ts";
import { withDeafPort } from "../behaviour/deaf.ts";
import type { Stream } from "../../net/types.ts";
import type { Check } from "./check.ts";
import { closed, freePort, listenOn, PATIENT, withPair } from "./pair.ts";

/** What must hold, by plain sentences. */
export const LISTEN_CHECKS: Check[] = [];

function check(name: string, run: () => Promise<void> | void): void {
  LISTEN_CHECKS.push({ name, run });
}

check("A listener on port 0 says which port it got, and where", () => {
  const { listener } = listenOn("127.0.0.1");
  assertEquals(listener.local.host, "127.0.0.1");
  assert(listener.local.port > 0);
  listener.close();
  listener.close();
});

check("A port that is taken is refused as in use, and may be had again once it is free", async () => {
  const { listener } = listenOn("127.0.0.1");
  const taken = { ...listener.local, keepalive: 60 };
  const error = assertThrows(() => listen(taken, () => {}), SocketError, `Cannot listen on 127.0.0.1:${taken.port}`);
  assertEquals(error.fault, "in-use");
  await closed(listener);
  listen(taken, () => {}).close();
});

check("An address that is not this machine's cannot be listened on", () => {
  const error = assertThrows(() => listen({ host: "192.0.2.1", port: 0, keepalive: 60 }, () => {}), SocketError);
  assertEquals(error.fault, "address-unavailable");
});

check("A closed listener accepts no more, and what it accepted lives on", async () => {
  const { listener, accepted } = listenOn("127.0.0.1");
  const [client, server] = await Promise.all([connect({ ...listener.local, ...PATIENT }), accepted()]);
  await closed(listener);
  await client.write(Uint8Array.of(1, 2));
  assertEquals([...(await server.next())!], [1, 2]);
  const error = await assertRejects(() => connect({ ...listener.local, ...PATIENT }), SocketError);
  assertEquals(error.fault, "refused");
  client.close();
  server.close();
});

check("IPv6 loopback works, and shows as IPv6", () =>
  withPair(async ({ client, server }) => {
    assertEquals([client.remote.host, server.remote.host], ["::1", "::1"]);
    await client.write(Uint8Array.of(6));
    assertEquals([...(await server.next())!], [6]);
  }, "::1"));

check("A dual-stack listener serves both families, and shows IPv4 peers as IPv4", async () => {
  const { listener, accepted } = listenOn("::");
  for (
    const [dialled, host] of [["127.0.0.1"], ["::1"], ["0:0:0:0:0:0:0:1", "::1"], ["::ffff:127.0.0.1", "127.0.0.1"]]
  ) {
    const options = { host: dialled!, port: listener.local.port, ...PATIENT };
    const [client, server] = await Promise.all([connect(options), accepted()]);
    assertEquals(server.remote, client.local);
    assertEquals([server.remote.host, server.local.host, client.remote.host], new Array(3).fill(host ?? dialled));
    client.close();
    server.close();
  }
  listener.close();
});

check("A port where nobody listens refuses", async () => {
  for (const host of ["127.0.0.1", "::1"]) {
    const nobody = { ...await freePort(host), ...PATIENT };
    const error = await assertRejects(() => connect(nobody), SocketError, "Cannot connect to");
    assertEquals(error.fault, "refused", host);
  }
});

check("A name that no resolver could have is not found", async () => {
  // A label of more than 63 bytes: refused before anybody is asked.
  const host = `${"a".repeat(64)}.invalid`;
  const error = await assertRejects(() => connect({ host, port: 80, ...PATIENT }), SocketError, "Cannot connect to");
  assertEquals(error.fault, "not-found");
});

check("The name localhost is found", async () => {
  const { listener, accepted } = listenOn("127.0.0.1");
  const { port } = listener.local;
  const [client, server] = await Promise.all([connect({ host: "localhost", port, ...PATIENT }), accepted()]);
  assertEquals(client.remote, { host: "127.0.0.1", port });
  client.close();
  server.close();
  listener.close();
});

check(
  "A port that never answers is given up in time, and the message says after how long",
  () =>
    withDeafPort(async (port) => {
      const started = performance.now();
      const dialling = () => connect({ host: "127.0.0.1", port, timeout: 0.2, keepalive: 60 });
      const error = await assertRejects(dialling, SocketError, "no answer in 0.2 s");
      assertEquals(error.fault, "timeout");
      const seconds = (performance.now() - started) / 1000;
      assert(seconds > 0.19 && seconds < 5, `${seconds} s`);
    }),
);

check("Listeners may share a port when all of them want to, and each connection comes to one of them", async () => {
  const counts = [0, 0];
  const options = { host: "127.0.0.1", keepalive: 60, shared: true };
  const count = (index: number) => (stream: Stream) => {
    counts[index]!++;
    stream.close();
  };
  const first = listen({ ...options, port: 0 }, count(0));
  const at = { ...options, port: first.local.port };
  assertThrows(() => listen({ ...at, shared: false }, () => {}), SocketError, "in use");
  const second = listen(at, count(1));
  for (let i = 0; i < 60; i++) {
    const client = await connect({ ...first.local, ...PATIENT });
    assertEquals(await client.next(), null);
    client.close();
  }
  assertEquals(counts[0]! + counts[1]!, 60);
  assert(counts[0]! > 0 && counts[1]! > 0, `${counts}`);
  await closed(first);
  second.close();
});
