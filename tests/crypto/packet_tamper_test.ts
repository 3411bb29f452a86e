import { assert, assertEquals, test } from "#test";
import type { PacketServer } from "../../crypto/packets.ts";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { MAX_SHARED } from "../../crypto/shared_aeads.ts";
import { CipherError } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { assertRefused, failureOf } from "./faults.ts";
import { PACKET_METHODS, PACKETS_AES_2022, PROVED } from "./packet_ends.ts";
import { base64, openAnswer, packetClientOf, packetServerOf, sealPacket } from "./prepared.ts";
import { randomBytes, seeded } from "./random.ts";
import { counting } from "./scripted_random.ts";

const PLAIN = Uint8Array.of(1, 192, 0, 2, 7, 1, 187, 1, 2, 3, 4, 5);
const CLIENT = "192.0.2.9:5000";

/** The plaintext that a server opens, in hexadecimal. */
function received(server: PacketServer, packet: Uint8Array): string {
  const out = new Uint8Array(packet.length);
  return toHex(out.subarray(0, server.open(packet.slice(), CLIENT, out).size));
}

/** Each byte of it changed in one bit, by its place. */
function* changed(packet: Uint8Array, seed: number): Iterable<[number, Uint8Array]> {
  const below = seeded(seed);
  for (let at = 0; at < packet.length; at++) {
    const tampered = packet.slice();
    tampered[at]! ^= 1 << below(8);
    yield [at, tampered];
  }
}

for (const method of PROVED) {
  const { title, row } = method;

  test(`${title} refuses a datagram with any byte changed, both ways, and then takes the real one`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const first = sealPacket(client, PLAIN);
    // Some ciphers are made when they are first needed: at the first refusal.
    assertRefused(() => received(server, new Uint8Array(100)), "authentication");
    const live = liveCiphers();
    for (const [at, packet] of changed(first, 1)) {
      assertRefused(() => received(server, packet), "authentication", `byte ${at}`);
    }
    assert(liveCiphers() <= live + 2 * MAX_SHARED);
    const { session } = server.open(first, CLIENT, new Uint8Array(first.length));
    const later = sealPacket(client, PLAIN);
    for (const [at, packet] of changed(later, 2)) {
      // A changed separate header may name an id that is too old; a changed salt or id of a session leads nowhere.
      assertRefused(() => received(server, packet), "authentication", `byte ${at} of the second`);
    }
    assertEquals(received(server, later), toHex(PLAIN));
    for (const answer of [sealPacket(session, PLAIN), sealPacket(session, PLAIN)]) {
      for (const [at, packet] of changed(answer, 3)) {
        assertRefused(() => openAnswer(client, packet), "authentication", `byte ${at} of an answer`);
      }
      assertEquals(toHex(openAnswer(client, answer)), toHex(PLAIN));
    }
    client.close();
    server.close();
  });

  test(`${title} refuses a datagram that was cut or made longer`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const packet = sealPacket(client, PLAIN);
    for (let size = 0; size < packet.length; size++) {
      assertRefused(() => received(server, packet.subarray(0, size)), "authentication", `${size} bytes`);
    }
    for (const more of [1, 16, 100]) {
      const longer = new Uint8Array(packet.length + more);
      longer.set(packet);
      assertRefused(() => received(server, longer), "authentication", `${more} bytes more`);
    }
    const { session } = server.open(packet, CLIENT, new Uint8Array(packet.length));
    const answer = sealPacket(session, PLAIN);
    for (let size = 0; size < answer.length; size++) {
      assertRefused(() => openAnswer(client, answer.subarray(0, size)), "authentication", `${size} bytes`);
    }
    client.close();
    server.close();
  });

  test(`${title} refuses what was sealed under another key, both ways`, async () => {
    const other = row.kind === "aead" ? "another" : base64(counting(row.keySize, 99));
    const [client, stranger] = [await packetClientOf(method, method.password), await packetClientOf(method, other)];
    const [server, strange] = [await packetServerOf(method, method.password), await packetServerOf(method, other)];
    assertRefused(() => received(server, sealPacket(stranger, PLAIN)), "authentication");
    const { session } = strange.open(sealPacket(stranger, PLAIN), CLIENT, new Uint8Array(200));
    assertRefused(() => openAnswer(client, sealPacket(session, PLAIN)), "authentication");
    for (const one of [client, stranger, server, strange]) one.close();
  });
}

for (const method of PACKET_METHODS) {
  const { title } = method;

  test(`${title} meets random datagrams of 0 to 100 bytes, and some larger, with refusals and nothing else`, async () => {
    const below = seeded(title.length);
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const { session } = server.open(sealPacket(client, PLAIN), CLIENT, new Uint8Array(200));
    openAnswer(client, sealPacket(session, PLAIN));
    const live = liveCiphers();
    const large = Array.from({ length: 10 }, () => below(2000));
    // A keystream in plain TypeScript may do one bit at a time: the largest are for the others.
    if (PROVED.includes(method)) large.push(65_507, 65_535);
    const sizes = [...Array(101).keys(), ...large];
    for (const size of sizes) {
      const packet = randomBytes(below, size);
      for (const open of [() => received(server, packet), () => openAnswer(client, packet)]) {
        const failure = failureOf(open);
        assert(failure === null || failure instanceof CipherError, `${size} bytes: ${failure}`);
        assert(failure !== null || !PROVED.includes(method), `${size} bytes`);
      }
    }
    assert(liveCiphers() <= live + 2 * MAX_SHARED);
    // The association has not suffered.
    assertEquals(received(server, sealPacket(client, PLAIN)), toHex(PLAIN));
    assertEquals(toHex(openAnswer(client, sealPacket(session, PLAIN))), toHex(PLAIN));
    client.close();
    server.close();
  });
}

for (const method of PACKETS_AES_2022) {
  test(`${method.title} refuses random and changed datagrams on a port of many users`, async () => {
    const [own, user] = [counting(method.row.keySize, 100), counting(method.row.keySize)].map(base64);
    const server = await packetServerOf(method, own!, { users: [{ name: "ann", password: user! }] });
    const client = await packetClientOf(method, `${own}:${user}`);
    const packet = sealPacket(client, PLAIN);
    const below = seeded(9);
    for (let size = 0; size <= 100; size++) {
      assertRefused(() => received(server, randomBytes(below, size)), "authentication", `${size} bytes`);
    }
    for (const [at, tampered] of changed(packet, 4)) {
      const { user } = assertRefused(() => received(server, tampered), "authentication", `byte ${at}`);
      assertEquals(user, undefined);
    }
    assertEquals(received(server, packet), toHex(PLAIN));
    client.close();
    server.close();
  });
}
