/** What the relay owes to its ciphers: who is who, what comes twice, and where answers go. */

import { assertEquals, assertNotEquals, test } from "#test";
import { findMethod } from "../../crypto/methods.ts";
import { preparePacketClient, preparePacketServer } from "../../crypto/packet_method.ts";
import type { PacketClient, PacketServer } from "../../crypto/packets.ts";
import type { User } from "../../crypto/types.ts";
import { keyOf } from "../behaviour/keys.ts";
import { noise } from "../behaviour/wiring.ts";
import { at, plainOf } from "./memory_packets.ts";
import { asked, opened, type Relayed, sealed, withRelay } from "./udp_relays.ts";

const TARGET = at(7, 443);
const KEY = keyOf(32, 1);
const CLOCK = { provider: "auto", salts: 10, clock: () => 1_700_000_000 } as const;

/** Methods whose datagrams prove who made them. */
const M2017 = "chacha20-ietf-poly1305";
const M2022 = ["2022-blake3-aes-256-gcm", "2022-blake3-chacha20-poly1305"] as const;
const STREAM = "aes-256-ctr";

function serverOf(method: string, users: readonly User[] = []): Promise<PacketServer> {
  return preparePacketServer(findMethod(method)!, KEY, users, CLOCK);
}

async function clientOf(method: string, password = KEY): Promise<PacketClient> {
  return (await preparePacketClient(findMethod(method)!, password, CLOCK))();
}

/** A server's port, and those who send to it. */
interface Parties {
  readonly method: string;
  readonly users?: readonly User[];
  readonly clients: readonly Promise<PacketClient>[];
}

/** Runs the body with a relay under a cipher, and clients that are closed afterwards. */
async function withSealed(
  { method, users = [], clients }: Parties,
  body: (relayed: Relayed, ...clients: PacketClient[]) => Promise<void>,
): Promise<void> {
  const made = await Promise.all(clients);
  try {
    await withRelay({ codec: await serverOf(method, users) }, (relayed) => body(relayed, ...made));
  } finally {
    for (const client of made) client.close();
  }
}

for (const method of [M2017, ...M2022]) {
  test(`${method}: a datagram that comes twice is dropped and counted`, () =>
    withSealed({ method, clients: [clientOf(method)] }, async ({ outbound, counters, come }, client) => {
      const [one, two] = [sealed(client, at(1), TARGET, 1), sealed(client, at(1), TARGET, 2)];
      await come(one, two);
      await come(one, two);
      assertEquals(outbound.ports.map(({ firsts }) => firsts), [[1, 2]]);
      assertEquals(counters.ended, { replay: 2 });
    }));

  test(`${method}: a prober's datagrams are dropped and counted, and nobody answers`, () =>
    withSealed({ method, clients: [clientOf(method)] }, async ({ relay, socket, counters, come }, client) => {
      const real = sealed(client, at(1), TARGET, 1);
      const probes = [0, 1, 16, 40, 100, 1400].map((size) => ({ bytes: noise(size, size + 1), peer: at(66) }));
      for (let i = 0; i < real.bytes.length; i += 7) {
        const bytes = real.bytes.slice();
        bytes[i]! ^= 1;
        probes.push({ bytes, peer: at(66) });
      }
      await come(...probes);
      assertEquals(counters.ended, { authentication: probes.length });
      assertEquals([relay.size, socket.sent.length], [0, 0]);
      // It cost the real one nothing.
      await come(real);
      assertEquals(relay.size, 1);
    }));

  test(`${method}: one that is opened but has no address leaves nothing`, () =>
    withSealed({ method, clients: [clientOf(method)] }, async ({ relay, outbound, counters, come }, client) => {
      const out = new Uint8Array(2048);
      await come({ bytes: out.slice(0, client.seal(Uint8Array.of(0, 1, 2), out)), peer: at(1) });
      assertEquals([relay.size, outbound.ports.length], [0, 0]);
      assertEquals(counters.ended, { protocol: 1 });
      await come(sealed(client, at(1), TARGET, 1));
      assertEquals(relay.size, 1);
    }));

  test(`${method}: any remote may answer, and the client learns which`, () =>
    withSealed({ method, clients: [clientOf(method)] }, async ({ socket, outbound, come }, client) => {
      await come(sealed(client, at(1), TARGET, 1));
      const answers = [TARGET, at(50, 1), { host: "2001:db8::5", port: 65_535 }];
      for (const peer of answers) outbound.ports[0]!.answer({ bytes: Uint8Array.of(2), peer });
      for (const [i, sent] of (await socket.wait(3)).entries()) {
        assertEquals(opened(client, sent), plainOf(answers[i]!, 2));
        assertEquals(sent.peer, at(1));
      }
    }));
}

for (const method of M2022) {
  test(`${method}: a client that roams keeps its association, and is answered where it is`, () =>
    withSealed({ method, clients: [clientOf(method)] }, async ({ relay, socket, outbound, come }, client) => {
      const first = sealed(client, at(1), TARGET, 1);
      await come(first);
      await come(sealed(client, at(2, 5), TARGET, 2));
      assertEquals([relay.size, outbound.ports.length], [1, 1]);
      outbound.ports[0]!.answer({ bytes: Uint8Array.of(3), peer: TARGET });
      assertEquals((await socket.wait(1))[0]!.peer, at(2, 5));
      // Who only repeats or breaks what the client sent moves nothing.
      const broken = sealed(client, at(66), TARGET, 4);
      broken.bytes[broken.bytes.length - 1]! ^= 1;
      await come({ ...first, peer: at(66) }, broken);
      outbound.ports[0]!.answer({ bytes: Uint8Array.of(5), peer: TARGET });
      assertEquals((await socket.wait(2))[1]!.peer, at(2, 5));
    }));

  test(`${method}: two sessions of one address are two associations`, () =>
    withSealed(
      { method, clients: [clientOf(method), clientOf(method)] },
      async ({ socket, outbound, come }, one, two) => {
        await come(sealed(one!, at(1), TARGET, 1), sealed(two!, at(1), TARGET, 2));
        assertEquals(outbound.ports.map(({ firsts }) => firsts), [[1], [2]]);
        outbound.ports[1]!.answer({ bytes: Uint8Array.of(3), peer: TARGET });
        assertEquals(opened(two!, (await socket.wait(1))[0]!), plainOf(TARGET, 3));
      },
    ));

  test(`${method}: a datagram of another time is dropped and counted`, async () => {
    const late = (await preparePacketClient(findMethod(method)!, KEY, { ...CLOCK, clock: () => CLOCK.clock() - 31 }))();
    await withSealed(
      { method, clients: [Promise.resolve(late)] },
      async ({ relay, counters, come }, client) => {
        await come(sealed(client, at(1), TARGET, 1));
        assertEquals(relay.size, 0);
        assertEquals(counters.ended, { clock: 1 });
      },
    );
  });
}

test(`${M2017}: an association is a client's address and a user`, () => {
  const users = [{ name: "anna", password: "a" }, { name: "ben", password: "b" }];
  return withSealed(
    { method: M2017, clients: [clientOf(M2017, "a"), clientOf(M2017, "b")], users },
    async ({ socket, outbound, counters, come }, anna, ben) => {
      await come(sealed(anna!, at(1), TARGET, 1), sealed(ben!, at(1), TARGET, 2), sealed(anna!, at(2), TARGET, 3));
      await come(sealed(anna!, at(1), TARGET, 4));
      assertEquals(outbound.ports.map(({ firsts }) => firsts), [[1, 4], [2], [3]]);
      outbound.ports[1]!.answer({ bytes: Uint8Array.of(5), peer: TARGET });
      assertEquals(opened(ben!, (await socket.wait(1))[0]!), plainOf(TARGET, 5));
      await come({ bytes: noise(100, 1), peer: at(1) });
      assertEquals(counters.ended, { authentication: 1 });
    },
  );
});

test(`${STREAM}: an association is a client's address, whatever the datagrams are`, () =>
  withSealed({ method: STREAM, clients: [clientOf(STREAM)] }, async ({ relay, socket, outbound, come }, client) => {
    const one = sealed(client, at(1), TARGET, 1);
    // Nothing says that it was here before.
    await come(one, one, sealed(client, at(2), TARGET, 2));
    assertEquals(outbound.ports.map(({ firsts }) => firsts), [[1, 1], [2]]);
    outbound.ports[0]!.answer({ bytes: Uint8Array.of(3), peer: TARGET });
    const [answer] = await socket.wait(1);
    assertEquals(opened(client, answer!), plainOf(TARGET, 3));
    assertNotEquals(answer!.bytes.subarray(0, 16), one.bytes.subarray(0, 16));
    await come({ bytes: noise(7, 3), peer: at(66) });
    assertEquals(relay.size, 2);
  }));

test("none: datagrams are plain addresses and payloads", async () => {
  await withRelay({ codec: await serverOf("none") }, async ({ socket, outbound, come }) => {
    await come(asked(at(1), TARGET, 1));
    outbound.ports[0]!.answer({ bytes: Uint8Array.of(2), peer: TARGET });
    assertEquals(await socket.wait(1), [{ bytes: plainOf(TARGET, 2), peer: at(1) }]);
  });
});
