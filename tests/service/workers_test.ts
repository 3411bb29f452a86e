/** Several threads that serve the same ports. */

import { bindPackets, liveThreads } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import { ConfigError, type ServerEntry } from "../../config/types.ts";
import { prepareClient } from "../../crypto/method.ts";
import { findMethod } from "../../crypto/methods.ts";
import { putAddress } from "../../relay/address.ts";
import { StartError } from "../../service/mod.ts";
import { startWorkers } from "../../service/workers.ts";
import type { Peer } from "../behaviour/peer.ts";
import { until } from "../behaviour/until.ts";
import { configOf, KeptLog, localFor, noise, PASSWORD, serverAt, through, withLocal } from "../behaviour/wiring.ts";
import { sealAll } from "../crypto/streams.ts";
import { freePort } from "../interop/free_port.ts";
import { accepts, answers, serves } from "./reloads.ts";
import { endedByThread, forAll, say, threadOf, withThreads } from "./threads.ts";

const METHOD_2022 = "2022-blake3-aes-256-gcm";
const KEY_2022 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/** The first bytes of so many connections to a target, each with a payload to send back. */
async function handshakes(count: number, method: string, password: string, port: number): Promise<Uint8Array[]> {
  const options = { provider: "auto", salts: count, clock: () => Date.now() / 1000 } as const;
  const { method: client } = await prepareClient(findMethod(method)!, password, options);
  const target = putAddress({ host: "127.0.0.1", port });
  return Array.from({ length: count }, (_, index) => {
    const { opener, sealer } = client.outbound(target);
    opener.close();
    return sealAll(sealer, [noise(20, index + 1)]);
  });
}

/** So many connections that have been accepted at their far end, each with a byte there and back. */
async function connected(proxy: { readonly port: number }, count: number, port: number): Promise<Peer[]> {
  const peers = await Promise.all(Array.from({ length: count }, () => through(proxy, port)));
  for (const peer of peers) assert(await answers(peer));
  return peers;
}

test("each of two threads serves some of 200 connections, and counters know all of them", () =>
  withThreads(2, { servers: [serverAt(0)] }, async (running) => {
    const { port, echo, log, service } = running;
    await withLocal(serverAt(port), {}, async (proxy) => {
      await forAll(Array.from({ length: 200 }), 20, async () => {
        const peer = await through(proxy, echo.port);
        assert(await answers(peer));
        await peer.close();
      });
    });
    await until(() => log.events.filter(({ name }) => name === "closed").length === 200);
    const threads = new Map<number, number>();
    for (const { name, fields } of log.events) {
      if (name === "closed") {
        threads.set(Number(fields.thread ?? 1), (threads.get(Number(fields.thread ?? 1)) ?? 0) + 1);
      }
    }
    assertEquals([...threads.keys()].sort(), [1, 2]);
    assert(Math.min(...threads.values()) >= 20, JSON.stringify([...threads]));
    const { accepted, active, up, down, ended } = service.counters;
    assertEquals({ accepted, active, up, down }, { accepted: 200, active: 0, up: 200, down: 200 });
    assertEquals(Object.values(ended).reduce((sum, count) => sum + count, 0), 200);
  }));

for (const [method, password] of [["aes-256-gcm", PASSWORD], [METHOD_2022, KEY_2022]] as const) {
  test(
    `${method}: of 1000 connections that are played again to two threads none is served`,
    () =>
      withThreads(2, { servers: [{ ...serverAt(0, method), password }] }, async (running) => {
        const { port, echo, log } = running;
        const recorded = await handshakes(1000, method, password, echo.port);
        const first = new Map<Uint8Array, string>();
        await forAll(recorded, 25, async (bytes) => {
          const { back, from } = await say(port, bytes);
          assert(back.length > 0, "Expected the first time to be served");
          first.set(bytes, from);
        });
        const second = new Map<Uint8Array, string>();
        await forAll(recorded, 25, async (bytes) => {
          const { back, from } = await say(port, bytes);
          assertEquals(back.length, 0);
          second.set(bytes, from);
        });
        await until(() => log.events.filter(({ name }) => name === "closed").length === 2000);
        const refused = endedByThread(running, "replay");
        assertEquals([...refused.values()].reduce((sum, count) => sum + count, 0), 1000);
        assertEquals([...refused.keys()].sort(), [1, 2]);
        // Many of them were refused by the thread that had not seen them itself.
        const elsewhere = recorded.filter((bytes) =>
          threadOf(running, first.get(bytes)!, "ok") !== threadOf(running, second.get(bytes)!, "replay")
        );
        assert(elsewhere.length > 200, `${elsewhere.length} were played to another thread`);
      }),
    { limit: 60 },
  );
}

for (const how of ["throw", "reject"] as const) {
  test(`a thread that fails (${how}) under load is replaced soon, and the port keeps answering`, () =>
    withThreads(2, { servers: [serverAt(0)] }, async ({ port, echo, log, fail, started, service }) => {
      await withLocal(serverAt(port), {}, async (proxy) => {
        let isOver = false;
        let served = 0;
        const load = async () => {
          while (!isOver) {
            const peer = await through(proxy, echo.port).catch(() => null);
            if (peer !== null && await answers(peer)) served++;
            await peer?.close();
          }
        };
        const lines = Promise.all([load(), load(), load(), load()]);
        await until(() => served > 20);
        const before = performance.now();
        fail(how);
        await log.wait("thread-replaced");
        const seconds = (performance.now() - before) / 1000;
        const sofar = served;
        await until(() => served > sofar + 100);
        isOver = true;
        await lines;
        // A second, of which a tenth is a pause and the rest is loading modules: more where others load the machine too.
        assert(seconds < 10, `${seconds} s`);
        assertEquals(started(), 2);
        const [died] = await log.wait("thread-died");
        assert(String(died!.fields.reason).includes("a planted error"));
        // The new one serves too.
        const since = log.events.findIndex(({ name }) => name === "thread-replaced");
        assert(log.events.slice(since).some(({ name, fields }) => name === "closed" && fields.thread === 2));
        await until(() => service.counters.active === 0);
      });
    }));
}

test("what a thread had open when it died counts as ended, and what it carried is not forgotten", () =>
  withThreads(2, { servers: [serverAt(0)] }, async ({ port, echo, fail, log, service }) => {
    await withLocal(serverAt(port), {}, async (proxy) => {
      const peers = await connected(proxy, 40, echo.port);
      assertEquals([service.counters.active, service.counters.up], [40, 40]);
      fail("throw");
      await log.wait("thread-replaced");
      const { accepted, active, up, ended: { stopped = 0 } } = service.counters;
      assertEquals([accepted, active + stopped, up], [40, 40, 40]);
      assert(active > 0 && stopped > 0, `${active} go on, ${stopped} have ended`);
      const alive = await Promise.all(peers.map((peer) => answers(peer)));
      assertEquals(alive.filter((it) => it).length, active);
      for (const peer of peers) await peer.close();
    });
  }));

test("a connection that another thread has let pass is refused by one that has taken its place", () =>
  withThreads(2, { servers: [serverAt(0)] }, async (running) => {
    const { port, echo, fail, log } = running;
    const recorded = await handshakes(50, "chacha20-ietf-poly1305", PASSWORD, echo.port);
    for (const bytes of recorded) assert((await say(port, bytes)).back.length > 0);
    fail("throw");
    await log.wait("thread-replaced");
    for (const bytes of recorded) assertEquals((await say(port, bytes)).back.length, 0);
    // What the dead thread had not said yet is not said any more.
    const refused = () => [...endedByThread(running, "replay").values()].reduce((sum, count) => sum + count, 0);
    await until(() => refused() === 50);
    assert((endedByThread(running, "replay").get(2) ?? 0) > 0);
  }));

test("what each user carries is counted by name, whichever thread serves it, and goes on under another config", async () => {
  const users = [{ name: "ann", password: "a key of hers" }, { name: "ben", password: "a key of his" }];
  const standing: ServerEntry = { ...serverAt(await freePort(), "aes-256-gcm"), users };
  const carry = (port: number, password: string, echo: number, times: number) =>
    withLocal({ ...serverAt(port, "aes-256-gcm"), password }, {}, async (proxy) => {
      for (const peer of await connected(proxy, times, echo)) await peer.close();
    });
  await withThreads(2, { servers: [standing] }, async ({ port, echo, service, fail, log }) => {
    await carry(port, "a key of hers", echo.port, 30);
    await carry(port, "a key of his", echo.port, 20);
    assertEquals(service.counters.carried, { ann: { up: 30, down: 30 }, ben: { up: 20, down: 20 } });
    const cid = { name: "cid", password: "a key of a third" };
    await service.apply(configOf({ servers: [{ ...standing, users: [cid, ...users] }] }));
    fail("throw");
    await log.wait("thread-replaced");
    await carry(port, "a key of a third", echo.port, 30);
    await carry(port, "a key of his", echo.port, 20);
    assertEquals(service.counters.carried, {
      ann: { up: 30, down: 30 },
      ben: { up: 40, down: 40 },
      cid: { up: 30, down: 30 },
    });
  });
});

test("another config reaches all threads, keeps what ports remember, and leaves live connections alone", async () => {
  const first = serverAt(await freePort());
  await withThreads(2, { servers: [first] }, async (running) => {
    const { port, echo, service, log } = running;
    const recorded = await handshakes(60, first.method, PASSWORD, echo.port);
    for (const bytes of recorded) assert((await say(port, bytes)).back.length > 0);
    await withLocal(first, {}, async (proxy) => {
      const live = await connected(proxy, 20, echo.port);
      const second = serverAt(await freePort());
      const added = await service.apply(configOf({ servers: [{ ...first, mode: "tcp_only" }, second] }));
      assertEquals(added.map(({ kind }) => kind), ["port-changed", "port-opened"]);
      for (const bytes of recorded) assertEquals((await say(port, bytes)).back.length, 0);
      for (let i = 0; i < 20; i++) assert(await serves(second, echo));
      const removed = await service.apply(configOf({ servers: [second] }));
      assertEquals(removed.map(({ kind }) => kind), ["port-closed"]);
      // A closed listener may keep its port for a moment; then no thread has one.
      while (await accepts(port));
      for (let i = 0; i < 20; i++) assertEquals(await accepts(port), false);
      for (const peer of live) assert(await answers(peer));
      for (const peer of live) await peer.close();
    });
    await until(() => service.counters.active === 0);
    assertEquals([...endedByThread(running, "replay").keys()].sort(), [1, 2]);
    // What concerns all threads was said once.
    assertEquals(log.events.filter(({ name }) => name === "listening").length, 2);
  });
});

test("a config that is wrong is refused for all threads, and changes nothing", async () => {
  const standing = serverAt(await freePort());
  await withThreads(2, { servers: [standing] }, async ({ port, service, echo, fail, log }) => {
    const recorded = await handshakes(40, standing.method, PASSWORD, echo.port);
    for (const bytes of recorded) assert((await say(port, bytes)).back.length > 0);
    await assertRejects(
      () => service.apply(configOf({ servers: [serverAt(port, "aes-256-gcm"), serverAt(0, "nonsense")] })),
      ConfigError,
    );
    for (const bytes of recorded) assertEquals((await say(port, bytes)).back.length, 0);
    for (let i = 0; i < 10; i++) assert(await serves(standing, echo));
    // What was made ready for the wrong one is forgotten: who comes next remembers what the others do.
    fail("throw");
    await log.wait("thread-replaced");
    for (const bytes of recorded) assertEquals((await say(port, bytes)).back.length, 0);
  });
});

test("stopping gives the connections of every thread their time, then resets them, and leaves no thread", () =>
  withThreads(3, { servers: [serverAt(0)] }, async ({ port, echo, service }) => {
    assertEquals(liveThreads(), 2);
    await withLocal(serverAt(port), {}, async (proxy) => {
      const peers = await connected(proxy, 30, echo.port);
      const [early, ...late] = peers;
      const stopping = service.stop(0.5);
      await until(() => service.counters.active <= 30);
      assert(await answers(early!));
      await stopping;
      assertEquals([liveThreads(), service.counters.active, await accepts(port)], [0, 0, false]);
      for (const peer of late) assertEquals(await answers(peer), false);
      for (const peer of peers) await peer.close();
    });
  }));

test("retiring closes the ports of every thread, and waits until their last connection has ended", () =>
  withThreads(2, { servers: [serverAt(0)] }, async ({ port, echo, service }) => {
    await withLocal(serverAt(port), {}, async (proxy) => {
      const peers = await connected(proxy, 20, echo.port);
      let isOver = false;
      const retiring = service.retire().then(() => isOver = true);
      while (await accepts(port));
      for (const peer of peers) assert(await answers(peer));
      assertEquals(isOver, false);
      for (const peer of peers) await peer.close();
      await retiring;
      assertEquals([liveThreads(), service.counters.active], [0, 0]);
    });
  }));

test("datagrams stay with the first thread, and a SOCKS5 port is served by all", () =>
  withThreads(2, { servers: [serverAt(0)] }, async ({ port, echo }) => {
    await assertRejects(async () => await bindPackets({ host: "127.0.0.1", port }));
    await withThreads(2, { locals: [localFor(serverAt(port))] }, async (client) => {
      await forAll(Array.from({ length: 60 }), 10, async () => {
        const peer = await through(client, echo.port);
        assert(await answers(peer));
        await peer.close();
      });
      await until(() => client.log.events.filter(({ name }) => name === "closed").length === 60);
      const threads = client.log.events.filter(({ name }) => name === "closed").map(({ fields }) => fields.thread ?? 1);
      assertEquals([...new Set(threads)].sort(), [1, 2]);
    });
  }));

test("a port that another program of ours serves is not shared with it", () =>
  withThreads(2, { servers: [{ ...serverAt(0), mode: "tcp_only" }] }, async ({ port }) => {
    const other = { servers: [{ ...serverAt(port), mode: "tcp_only" as const }] };
    await assertRejects(() => startWorkers(configOf(other), new KeptLog(), 2), StartError, "in use");
    assertEquals(liveThreads(), 1);
  }));
