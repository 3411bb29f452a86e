import { SocketError } from "#net";
import { assert, assertEquals, test } from "#test";
import { MAX_DATAGRAM } from "../../crypto/packets.ts";
import type { Endpoint } from "../../net/types.ts";
import { ConnectionError } from "../../relay/errors.ts";
import { UdpRelay } from "../../relay/udp.ts";
import { Counters } from "../../relay/counters.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import { KeptLog } from "../behaviour/wiring.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { at, MemoryCodec, MemoryOutbound, MemorySocket, plainOf } from "./memory_packets.ts";
import { settled } from "./memory_stream.ts";
import { asked, withRelay } from "./udp_relays.ts";

const TARGET = at(7, 443);
const RESOLVER = at(8, 53);

test("each client has a way out of its own, and any remote may answer on it", () =>
  withRelay({}, async ({ socket, outbound, come, counters }) => {
    await come(asked(at(1), TARGET, 1), asked(at(2), TARGET, 2), asked(at(1), at(9, 80), 3));
    assertEquals(outbound.ports.map(({ sent }) => sent), [
      [{ bytes: Uint8Array.of(1), peer: TARGET }, { bytes: Uint8Array.of(3), peer: at(9, 80) }],
      [{ bytes: Uint8Array.of(2), peer: TARGET }],
    ]);
    // One that was asked, and one that nobody ever sent to.
    outbound.ports[0]!.answer({ bytes: Uint8Array.of(4), peer: TARGET }, { bytes: Uint8Array.of(5), peer: at(77, 1) });
    assertEquals(await socket.wait(2), [
      { bytes: plainOf(TARGET, 4), peer: at(1) },
      { bytes: plainOf(at(77, 1), 5), peer: at(1) },
    ]);
    assertEquals([counters.up, counters.down], [3, 2]);
  }));

test("the same address from another port is another client", () =>
  withRelay({}, async ({ relay, come }) => {
    await come(asked(at(1, 1), TARGET, 1), asked(at(1, 2), TARGET, 2), asked(at(1, 1), TARGET, 3));
    assertEquals(relay.size, 2);
  }));

test("the association that was used longest ago goes first", () =>
  withRelay({ limits: { udpAssociations: 3 } }, async ({ relay, outbound, come }) => {
    await come(asked(at(1), TARGET), asked(at(2), TARGET), asked(at(3), TARGET));
    await come(asked(at(1), TARGET));
    await come(asked(at(4), TARGET));
    assertEquals(relay.size, 3);
    assertEquals(outbound.ports.map(({ closed }) => closed), [false, true, false, false]);
    await come(asked(at(2), TARGET));
    assertEquals(outbound.ports.map(({ closed }) => closed), [false, true, true, false, false]);
  }));

test("the table never passes its limit, whoever sends", () =>
  withRelay({ limits: { udpAssociations: 10 } }, async ({ relay, outbound, come }) => {
    let last = 0;
    for (let round = 0; round < 50; round++) {
      const batch = Array.from({ length: 7 }, (_, i) => asked(at(last = (last * 5 + i * 3 + round) % 200), TARGET));
      await come(...batch);
      assert(relay.size <= 10, `${relay.size} associations`);
      assert(outbound.open.length <= 10, `${outbound.open.length} ways out`);
    }
  }));

test("an association ends when neither side has sent for its time", () =>
  withFakeClock((clock) =>
    withRelay({ limits: { udp: 300 }, settle: clock.settle }, async ({ relay, outbound, come }) => {
      await come(asked(at(1), TARGET, 1));
      await clock.advance(250);
      await come(asked(at(1), TARGET, 2));
      await clock.advance(250);
      assertEquals(relay.size, 1, "kept by the client");
      outbound.ports[0]!.answer({ bytes: Uint8Array.of(3), peer: TARGET });
      await clock.advance(290);
      assertEquals(relay.size, 1, "kept by the target");
      await clock.advance(20);
      assertEquals(relay.size, 0);
      assert(outbound.ports[0]!.closed);
      // Who comes again gets another.
      await come(asked(at(1), TARGET, 4));
      assertEquals(outbound.ports.length, 2);
    })
  ));

test("an association lives for as long as its session must be known to the client", () =>
  withFakeClock((clock) =>
    withRelay(
      { codec: new MemoryCodec(60), limits: { udp: 30, udpLookup: 20 }, settle: clock.settle },
      async (made) => {
        await made.come(asked(at(1), RESOLVER, 1), asked(at(2), TARGET, 1));
        await clock.advance(59);
        assertEquals(made.relay.size, 2);
        await clock.advance(2);
        assertEquals(made.relay.size, 0);
      },
    )
  ));

test("an association that only looks names up ends sooner, until it sends elsewhere", () =>
  withFakeClock((clock) =>
    withRelay({ limits: { udp: 300, udpLookup: 20 }, settle: clock.settle }, async ({ relay, come }) => {
      await come(asked(at(1), RESOLVER, 1), asked(at(2), RESOLVER, 1), asked(at(2), TARGET, 1));
      await clock.advance(19);
      assertEquals(relay.size, 2);
      await clock.advance(2);
      assertEquals(relay.size, 1);
      // What it has once been it stays.
      await come(asked(at(2), RESOLVER, 2));
      await clock.advance(100);
      assertEquals(relay.size, 1);
      await clock.advance(210);
      assertEquals(relay.size, 0);
    })
  ));

test("what is none of a client's is dropped and counted, and leaves nothing", () => {
  const codec = new MemoryCodec();
  return withRelay({ codec }, async ({ relay, socket, outbound, counters, log, come }) => {
    await come({ bytes: Uint8Array.of(255, 1, 2, 3), peer: at(66) });
    assertEquals([relay.size, outbound.ports.length, codec.sessions.size, socket.sent.length], [0, 0, 0, 0]);
    assertEquals(counters.ended, { authentication: 1 });
    const [event] = await log.wait("datagram-dropped");
    assertEquals(event!.fields, {
      client: "192.0.2.66:40000",
      user: undefined,
      status: "authentication",
      reason: "a test says so",
    });
  });
});

test("an association whose first datagram has no address leaves nothing", () => {
  const codec = new MemoryCodec();
  return withRelay({ codec }, async ({ relay, outbound, counters, come }) => {
    const broken = [[], [1], [1, 192, 0, 2], [0, 1, 2, 3], [3, 0, 0, 80], [3, 9, 97], [4, 1, 2], [3, 1, 10, 0, 80]];
    for (const bytes of broken) await come({ bytes: Uint8Array.of(...bytes), peer: at(66) });
    assertEquals([relay.size, outbound.ports.length, codec.sessions.size], [0, 0, 0]);
    assertEquals(counters.ended, { protocol: broken.length });
  });
});

test("a datagram without an address does not end the association that it comes to", () =>
  withRelay({}, async ({ relay, outbound, counters, come }) => {
    await come(asked(at(1), TARGET, 1), { bytes: Uint8Array.of(0), peer: at(1) }, asked(at(1), TARGET, 2));
    assertEquals(relay.size, 1);
    assertEquals(outbound.ports[0]!.firsts, [1, 2]);
    assertEquals(counters.ended, { protocol: 1 });
  }));

test("whoever may not send from where he does is not heard", () =>
  withRelay({ accepts: ({ port }: Endpoint) => port === 1 }, async ({ relay, outbound, come }) => {
    await come(asked(at(1, 2), TARGET, 1), asked(at(1, 1), TARGET, 2));
    assertEquals(relay.size, 1);
    assertEquals(outbound.ports.map(({ firsts }) => firsts), [[2]]);
  }));

test("a way out that cannot be made ends only the association that wanted it", () =>
  withRelay({}, async ({ relay, outbound, log, come }) => {
    const failures = [
      new SocketError("descriptors", "Cannot bind: too many open files"),
      new ConnectionError("resolve", "Cannot reach the server: it has no address"),
    ];
    for (const failure of failures) {
      outbound.gate = Promise.reject(failure);
      await come(asked(at(1), TARGET, 1));
      assertEquals(relay.size, 0);
    }
    const events = await log.wait("association-failed", 2);
    assertEquals(events.map(({ fields }) => fields.reason), failures.map(({ message }) => message));
    outbound.gate = Promise.resolve();
    await come(asked(at(1), TARGET, 2));
    assertEquals(outbound.ports.map(({ firsts }) => firsts), [[2]]);
  }));

test("a batch ends once on each way out that it touched", () =>
  withRelay({}, async ({ outbound, come }) => {
    await come(asked(at(1), TARGET, 0), asked(at(2), TARGET, 0), asked(at(3), TARGET, 0));
    const before = outbound.ports.map(({ flushes }) => flushes);
    await come(asked(at(1), TARGET, 1), asked(at(2), TARGET, 2), asked(at(1), TARGET, 3));
    assertEquals(outbound.ports.map(({ flushes }, i) => flushes - before[i]!), [1, 1, 0]);
  }));

test("an answer that does not fit into a datagram is lost, and the next one arrives", () =>
  withRelay({}, async ({ socket, outbound, come }) => {
    await come(asked(at(1), TARGET, 1));
    outbound.ports[0]!.answer(
      { bytes: new Uint8Array(MAX_DATAGRAM), peer: TARGET },
      { bytes: Uint8Array.of(2), peer: TARGET },
    );
    assertEquals(await socket.wait(1), [{ bytes: plainOf(TARGET, 2), peer: at(1) }]);
    await settled();
    assertEquals(socket.sent.length, 1);
  }));

test("datagrams that wait for a slow way out leave in order, with their own bytes", () =>
  withRelay({}, async ({ outbound, come, socket }) => {
    await come(asked(at(1), TARGET, 0));
    const [port] = outbound.ports;
    const gate = Promise.withResolvers<void>();
    port!.gate = gate.promise;
    const batch = Array.from({ length: 5 }, (_, i) => asked(at(1), TARGET, i + 1));
    await come(...batch);
    assertEquals(port!.firsts, [0]);
    assert(!socket.idle, "what is borrowed is not given back before it has gone");
    gate.resolve();
    await settled();
    assertEquals(port!.firsts, [0, 1, 2, 3, 4, 5]);
  }));

test("a relay that is closed ends every association, and then itself", async () => {
  const [socket, outbound, codec] = [new MemorySocket(), new MemoryOutbound(), new MemoryCodec()];
  const context = { limits: DEFAULT_LIMITS, counters: new Counters(), log: new KeptLog() };
  const relay = new UdpRelay({ socket, outbound, codec, ...context });
  const run = relay.run();
  socket.deliver(asked(at(1), TARGET, 1), asked(at(2), TARGET, 2));
  await settled();
  // One whose way out is not made yet.
  const gate = Promise.withResolvers<void>();
  outbound.gate = gate.promise;
  socket.deliver(asked(at(3), TARGET, 3));
  await settled();
  assertEquals([relay.size, outbound.ports.length], [3, 2]);
  relay.close();
  relay.close();
  assertEquals(relay.size, 0);
  gate.resolve();
  await run;
  assert(socket.closed && codec.closed);
  assertEquals(outbound.ports.map(({ closed, sent }) => [closed, sent.length]), [[true, 1], [true, 1], [true, 0]]);
});

test("a batch that comes with the end of its relay is not looked at: its memory is others' by then", async () => {
  const [socket, outbound, codec] = [new MemorySocket(), new MemoryOutbound(), new MemoryCodec()];
  const context = { limits: DEFAULT_LIMITS, counters: new Counters(), log: new KeptLog() };
  const relay = new UdpRelay({ socket, outbound, codec, ...context });
  const run = relay.run();
  await settled();
  socket.deliver(asked(at(1), TARGET, 1));
  relay.close();
  await run;
  assertEquals([relay.size, outbound.ports.length], [0, 0]);
});
