import { assert, assertEquals, test } from "#test";
import { preparePacketClient } from "../../crypto/packet_method.ts";
import type { PacketClient, PacketServer, PacketSession } from "../../crypto/packets.ts";
import { CipherError, type CipherFault } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { assertFault, assertRefused, failureOf } from "./faults.ts";
import { type HandBody, handBody, handPacket } from "./packet_by_hand.ts";
import { type PacketMethod, PACKETS_2022 } from "./packet_ends.ts";
import { openAnswer, packetClientOf, packetServerOf, sealPacket } from "./prepared.ts";
import { seeded } from "./random.ts";
import { counting, withScript } from "./scripted_random.ts";
import { NOW } from "./served_2022.ts";

const PLAIN = Uint8Array.of(1, 192, 0, 2, 7, 1, 187, 1, 2, 3);
const CLIENT = "192.0.2.9:5000";
/** The client's session, and those of servers. */
const OURS = counting(8, 1);
const [FIRST, SECOND, THIRD] = [0x10, 0x20, 0x30].map((from) => counting(8, from));

/** A client whose session is known. */
async function clientOf(method: PacketMethod, clock = () => NOW): Promise<PacketClient> {
  const { row, provider, password } = method;
  const make = await preparePacketClient(row, password, { provider: provider.name, salts: 10, clock });
  return withScript([OURS], make);
}

/** The session that a server opens a datagram for; fails unless the plaintext is ours. */
function received(server: PacketServer, packet: Uint8Array, client = CLIENT): PacketSession {
  const out = new Uint8Array(packet.length);
  const { session, size } = server.open(packet, client, out);
  assertEquals(toHex(out.subarray(0, size)), toHex(PLAIN));
  return session;
}

for (const method of PACKETS_2022) {
  const { title } = method;

  const request = (id: number | bigint, options: HandBody = {}, session = OURS) =>
    handPacket(method, { session, id, body: handBody(PLAIN, options) });
  const answer = (session: Uint8Array, id: number, options: HandBody = {}) =>
    handPacket(method, { session, id, body: handBody(PLAIN, { echo: OURS, ...options }) });

  test(`${title} opens datagrams made by hand, with padding and without`, async () => {
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    for (const [id, padding] of [0, 1, 900, 5000].entries()) {
      received(server, request(id, { padding }));
      assertEquals(toHex(openAnswer(client, answer(FIRST!, id, { padding }))), toHex(PLAIN));
    }
    client.close();
    server.close();
  });

  test(`${title} asks for its sessions to live for as long as clients keep a third one out`, async () => {
    const server = await packetServerOf(method, method.password);
    assertEquals(received(server, request(0)).leastSilence, 60);
    server.close();
  });

  test(`${title} takes each datagram once, in any order, and none that is 8128 or more behind`, async () => {
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    const ways: [string, (id: number) => void][] = [
      ["to the server", (id) => void received(server, request(id))],
      ["to the client", (id) => void openAnswer(client, answer(FIRST!, id))],
    ];
    for (const [way, open] of ways) {
      for (const id of [3, 0, 2, 1, 20_000, 19_999, 20_000 - 8127, 20_000 - 8126]) open(id);
      for (const id of [0, 1, 2, 3, 20_000, 19_999, 20_000 - 8127, 20_000 - 8128, 4]) {
        assertRefused(() => open(id), "replay", `${way}, ${id}`);
      }
      open(20_001);
      assertRefused(() => open(20_001 - 8128), "replay", way);
    }
    client.close();
    server.close();
  });

  test(`${title} takes ids up to 2^53 - 1, and none above`, async () => {
    const server = await packetServerOf(method, method.password);
    for (const id of [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
      assertRefused(() => received(server, request(id)), "protocol", `${id}`);
    }
    const session = received(server, request(0));
    for (const id of [2n ** 53n, 2n ** 64n - 1n]) {
      assertRefused(() => received(server, request(id)), "protocol", `${id}`);
    }
    for (const id of [1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) assert(received(server, request(id)) === session);
    for (const id of [2 ** 53 - 1, 2 ** 32]) assertRefused(() => received(server, request(id)), "replay");
    server.close();
  });

  test(`${title} enters an id only when the whole datagram has proved right`, async () => {
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    const changed = (packet: Uint8Array) => {
      packet[packet.length - 1]! ^= 1;
      return packet;
    };
    const faults: [CipherFault, (id: number) => Uint8Array, (id: number) => Uint8Array][] = [
      ["authentication", (id) => changed(request(id)), (id) => changed(answer(FIRST!, id))],
      ["clock", (id) => request(id, { time: NOW + 31 }), (id) => answer(FIRST!, id, { time: NOW - 31 })],
      ["protocol", (id) => request(id, { type: 1 }), (id) => answer(FIRST!, id, { type: 0 })],
      ["protocol", (id) => request(id, { says: 11 }), (id) => answer(FIRST!, id, { says: 11 })],
      ["protocol", (id) => request(id, { echo: OURS }), (id) => answer(FIRST!, id, { echo: FIRST! })],
    ];
    // As the first of a session, then behind others: none may move the window, though its id lies far ahead.
    for (const id of [7, 9]) {
      for (const [fault, up, down] of faults) {
        for (const at of [id, id + 100_000]) {
          assertRefused(() => received(server, up(at)), fault, `${at} to the server`);
          assertRefused(() => openAnswer(client, down(at)), fault, `${at} to the client`);
        }
      }
      for (const at of [id, id - 1]) {
        received(server, request(at));
        assertEquals(toHex(openAnswer(client, answer(FIRST!, at))), toHex(PLAIN));
      }
    }
    client.close();
    server.close();
  });

  test(`${title} takes clocks up to 30 seconds off, both ways, for every datagram`, async () => {
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    let id = 0;
    for (const off of [-30, 0, 30, -31, 31, 38, 30, -30]) {
      id++;
      const open = [
        () => void received(server, request(id, { time: NOW + off })),
        () => void openAnswer(client, answer(FIRST!, id, { time: NOW + off })),
      ];
      for (const one of open) {
        if (Math.abs(off) <= 30) one();
        else {
          const { message } = assertRefused(one, "clock", `${off} s`);
          assertEquals(message, `authenticated, clock ${Math.abs(off)} s ${off > 0 ? "ahead" : "behind"}`);
        }
      }
    }
    client.close();
    server.close();
  });

  test(`${title} stamps each datagram with the time of its sending`, async () => {
    let now = NOW;
    const client = await clientOf(method, () => now);
    const server = await packetServerOf(method, method.password, { clock: () => now });
    for (let i = 0; i < 3; i++) {
      const packet = sealPacket(client, PLAIN);
      const session = received(server, packet);
      assertEquals(toHex(openAnswer(client, sealPacket(session, PLAIN))), toHex(PLAIN));
      now += 1000;
    }
    const late = sealPacket(client, PLAIN);
    now += 30.9;
    received(server, late);
    const later = sealPacket(client, PLAIN);
    now += 31.1;
    assertRefused(() => received(server, later), "clock");
    client.close();
    server.close();
  });

  test(`${title} refuses bodies that are too short, of another type, or whose padding does not fit`, async () => {
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    for (let size = 0; size < 19; size++) {
      const full = { up: handBody(new Uint8Array(0)), down: handBody(new Uint8Array(0), { echo: OURS }) };
      const up = handPacket(method, { session: OURS, id: size, body: full.up.subarray(0, size) });
      const down = handPacket(method, { session: FIRST!, id: size, body: full.down.subarray(0, size) });
      if (size < 11) assertRefused(() => server.open(up, CLIENT, new Uint8Array(100)), "protocol", `${size} bytes`);
      assertRefused(() => openAnswer(client, down), "protocol", `${size} bytes of an answer`);
    }
    for (const type of [1, 2, 255]) assertRefused(() => received(server, request(50, { type })), "protocol");
    for (const type of [0, 2, 255]) assertRefused(() => openAnswer(client, answer(FIRST!, 50, { type })), "protocol");
    for (const says of [11, 900, 0xffff]) {
      assertRefused(() => received(server, request(51, { says })), "protocol");
      assertRefused(() => openAnswer(client, answer(FIRST!, 51, { says })), "protocol");
    }
    client.close();
    server.close();
  });

  test(`${title} takes an answer for no session but its own`, async () => {
    const [client, other] = [await clientOf(method), await packetClientOf(method, method.password)];
    const server = await packetServerOf(method, method.password);
    const [mine, others] = [client, other].map((one) => received(server, sealPacket(one, PLAIN)));
    assertRefused(() => openAnswer(client, sealPacket(others!, PLAIN)), "protocol");
    assertRefused(() => openAnswer(other, sealPacket(mine!, PLAIN)), "protocol");
    assertEquals(toHex(openAnswer(client, sealPacket(mine!, PLAIN))), toHex(PLAIN));
    for (let at = 0; at < 8; at++) {
      const echo = OURS.slice();
      echo[at]! ^= 1;
      assertRefused(() => openAnswer(client, answer(FIRST!, 40, { echo })), "protocol", `byte ${at}`);
    }
    for (const one of [client, other, server]) one.close();
  });

  test(`${title} refuses on each side what that side sent`, async () => {
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    const packet = sealPacket(client, PLAIN);
    assertRefused(() => openAnswer(client, packet), "protocol");
    const session = received(server, packet);
    const reply = sealPacket(session, PLAIN);
    assertRefused(() => received(server, reply), "protocol");
    assertEquals(toHex(openAnswer(client, reply)), toHex(PLAIN));
    client.close();
    server.close();
  });

  test(`${title} keeps two sessions of the server, and a third out until the old one was silent for a minute`, async () => {
    let now = NOW;
    const client = await clientOf(method, () => now);
    const open = (session: Uint8Array, id: number) =>
      void openAnswer(client, answer(session, id, { time: Math.floor(now) }));
    open(FIRST!, 0);
    now += 1;
    open(SECOND!, 0);
    now += 9;
    // Both are heard, each with ids of its own, and the old one again: its minute starts anew.
    open(FIRST!, 1);
    open(SECOND!, 1);
    assertRefused(() => open(FIRST!, 0), "replay");
    assertRefused(() => open(SECOND!, 0), "replay");
    for (const later of [0, 30, 59.9]) {
      now = NOW + 10 + later;
      const { message } = assertRefused(() => open(THIRD!, 0), "protocol", `${later} s`);
      assertEquals(message, "Cannot open the datagram: the server has changed its session too soon");
    }
    now = NOW + 70;
    // Even then only a datagram that is right makes room for itself.
    const forged = answer(THIRD!, 0, { time: now });
    forged[forged.length - 1]! ^= 1;
    assertRefused(() => openAnswer(client, forged), "authentication");
    assertRefused(() => openAnswer(client, answer(THIRD!, 0, { time: now - 31 })), "clock");
    open(SECOND!, 2);
    open(THIRD!, 0);
    assertRefused(() => open(FIRST!, 2), "protocol");
    open(SECOND!, 3);
    open(THIRD!, 1);
    client.close();
  });

  test(`${title} goes on with a server that has started anew`, async () => {
    const client = await clientOf(method);
    for (let i = 0; i < 2; i++) {
      const server = await packetServerOf(method, method.password);
      const session = received(server, sealPacket(client, PLAIN));
      for (let j = 0; j < 3; j++) assertEquals(toHex(openAnswer(client, sealPacket(session, PLAIN))), toHex(PLAIN));
      server.close();
    }
    client.close();
  });

  test(`${title} knows a session by its id, wherever it comes from, and forgets it when it is closed`, async () => {
    const [client, other] = [await clientOf(method), await packetClientOf(method, method.password)];
    const server = await packetServerOf(method, method.password);
    const session = received(server, sealPacket(client, PLAIN), "192.0.2.1:1");
    assert(received(server, sealPacket(client, PLAIN), "198.51.100.2:9") === session);
    assert(received(server, sealPacket(other, PLAIN), "192.0.2.1:1") !== session);
    const packet = sealPacket(client, PLAIN);
    assert(received(server, packet) === session);
    session.close();
    const again = received(server, sealPacket(client, PLAIN));
    assert(again !== session);
    assertEquals([again.key, again.user], [session.key, undefined]);
    for (const one of [client, other, server]) one.close();
  });

  test(`${title} refuses the datagrams of an ended session for as long as their timestamps can pass`, async () => {
    for (const ahead of [-30, 0, 30]) {
      let now = NOW;
      const server = await packetServerOf(method, method.password, { clock: () => now });
      const packet = request(0, { time: NOW + ahead });
      received(server, packet).close();
      for (const [id, later] of [0, 29.9, 30, 59.9, 60, 60.5, 60.999, 61].entries()) {
        now = NOW + later;
        // Another session comes and goes, at which the oldest are forgotten.
        received(server, request(id, { time: Math.floor(now) }, FIRST)).close();
        const late = Math.floor(later) - ahead > 30;
        const failure = failureOf(() => received(server, packet));
        // Once its time is over, either will do: the id is looked at first while it is remembered.
        if (late) assert(failure instanceof CipherError, `${ahead}, ${later} s`);
        else assertFault(failure, "replay", `${ahead}, ${later} s`);
      }
      server.close();
    }
  });

  test(`${title} meets changed, doubled, late and swapped datagrams with refusals, and loses no real one`, async () => {
    const below = seeded(title.length);
    const [client, server] = [await clientOf(method), await packetServerOf(method, method.password)];
    const real = Array.from({ length: 60 }, () => sealPacket(client, PLAIN));
    const waiting = real.map((packet, i) => ({ packet, at: i + below(20) })).sort((a, b) => a.at - b.at);
    const live = new Set<PacketSession>();
    for (const { packet } of waiting) {
      const bad = packet.slice();
      for (let i = 0; i <= below(3); i++) bad[below(bad.length)]! ^= 1 << below(8);
      if (toHex(bad) !== toHex(packet)) assertRefused(() => received(server, bad), "authentication");
      live.add(received(server, packet));
      assertRefused(() => received(server, packet), "replay");
    }
    assertEquals(live.size, 1);
    client.close();
    server.close();
  });
}
