import { assert, assertEquals, test } from "#test";
import { MAX_DATAGRAM } from "../../crypto/packets.ts";
import { METHODS } from "../../crypto/methods.ts";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { toHex } from "../vectors/hex.ts";
import { PACKET_METHODS, PACKETS_2022, PROVED } from "./packet_ends.ts";
import { openAnswer, packetClientOf, packetServerOf, sealPacket } from "./prepared.ts";
import { joined, randomBytes, seeded } from "./random.ts";

const CLIENT = "192.0.2.9:5000";
const ADDRESSES = [
  Uint8Array.of(1, 192, 0, 2, 7, 1, 187),
  Uint8Array.of(3, 4, 0x68, 0x6f, 0x73, 0x74, 0, 53),
  joined([Uint8Array.of(4), new Uint8Array(18)]),
];

test("Every method that proves who sends has datagrams, and none has them too", () => {
  const served = new Set(PACKET_METHODS.map(({ row }) => row));
  for (const row of METHODS.filter(({ kind }) => kind.startsWith("aead") || kind === "none")) assert(served.has(row));
});

for (const method of PACKET_METHODS) {
  const { title } = method;

  test(`${title} carries datagrams of every size both ways`, async () => {
    const below = seeded(title.length);
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    // A keystream in plain TypeScript may do one bit at a time: the largest are for the others.
    const sizes = PROVED.includes(method) ? [0, 1, 512, 1400, 65_000] : [0, 1, 512, 1400];
    for (const [i, size] of sizes.entries()) {
      const plain = joined([ADDRESSES[i % 3]!, randomBytes(below, size)]);
      const packet = sealPacket(client, plain);
      const out = new Uint8Array(packet.length);
      const { session, size: opened } = server.open(packet.slice(), CLIENT, out);
      assert(toHex(out.subarray(0, opened)) === toHex(plain), `${size} bytes to the server`);
      assertEquals(session.user, undefined);
      const answer = openAnswer(client, sealPacket(session, plain));
      assert(toHex(answer) === toHex(plain), `${size} bytes to the client`);
    }
    client.close();
    server.close();
  });

  test(`${title} writes a datagram only where it is told to, and never into what it reads`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    for (const size of [0, 1, 100, 1400]) {
      const plain = joined([ADDRESSES[0]!, randomBytes(seeded(size), size)]);
      const before = toHex(plain);
      const out = new Uint8Array(plain.length + client.overhead + 64).fill(0xa5);
      const length = client.seal(plain, out);
      assert(length <= plain.length + client.overhead);
      assertEquals(toHex(out.subarray(length)), "a5".repeat(out.length - length));
      assertEquals(toHex(plain), before);
      const packet = out.slice(0, length);
      const opened = new Uint8Array(length + 64).fill(0xa5);
      const { size: openedSize } = server.open(packet, CLIENT, opened);
      assertEquals(openedSize, plain.length);
      assertEquals(toHex(opened.subarray(length)), "a5".repeat(64));
      assertEquals(toHex(packet), toHex(out.subarray(0, length)));
    }
    client.close();
    server.close();
  });

  test(`${title} answers in the order of sessions, whoever else comes between`, async () => {
    const server = await packetServerOf(method, method.password);
    const clients = await Promise.all([1, 2, 3].map(() => packetClientOf(method, method.password)));
    const sessions = clients.map((client, i) => {
      const packet = sealPacket(client, joined([ADDRESSES[0]!, Uint8Array.of(i)]));
      return server.open(packet, `192.0.2.${i}:1`, new Uint8Array(packet.length)).session;
    });
    assertEquals(new Set(sessions.map(({ key }) => key)).size, 3);
    for (const [i, client] of clients.entries()) {
      const answer = joined([ADDRESSES[2]!, Uint8Array.of(0x40 + i)]);
      assertEquals(toHex(openAnswer(client, sealPacket(sessions[i]!, answer))), toHex(answer));
      const again = server.open(sealPacket(client, ADDRESSES[0]!), `192.0.2.${i}:1`, new Uint8Array(2000));
      assert(again.session === sessions[i]);
    }
    for (const one of [server, ...clients]) one.close();
  });

  test(`${title} frees all that it holds, may be closed twice, and ends sessions one by one`, async () => {
    const before = liveCiphers();
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const open = () => server.open(sealPacket(client, ADDRESSES[0]!), CLIENT, new Uint8Array(2000)).session;
    const first = open();
    assert(open() === first);
    const answer = sealPacket(first, ADDRESSES[0]!);
    openAnswer(client, answer);
    first.close();
    const second = open();
    assert(second !== first);
    // Closed already: it may not take its successor along.
    first.close();
    assert(open() === second);
    for (const one of [server, client, second, server, client]) one.close();
    assertEquals(liveCiphers(), before);
  });
}

for (const method of PACKETS_2022) {
  test(`${method.title} has room for the largest datagram there is`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const plain = joined([ADDRESSES[0]!, new Uint8Array(MAX_DATAGRAM - 7).fill(1)]);
    const packet = sealPacket(client, plain);
    const out = new Uint8Array(packet.length);
    const { size, session } = server.open(packet, CLIENT, out);
    assert(size === plain.length && toHex(out.subarray(0, size)) === toHex(plain));
    assert(openAnswer(client, sealPacket(session, plain)).length === plain.length);
    client.close();
    server.close();
  });
}
