import { assert, assertEquals, test } from "#test";
import type { Method2022 } from "../../crypto/aead_2022.ts";
import { IdentityTable } from "../../crypto/identities.ts";
import { identityHash } from "../../crypto/keys_2022.ts";
import { packetClient2022 } from "../../crypto/packet_client_2022.ts";
import { packetServer2022 } from "../../crypto/packet_server_2022.ts";
import { aesClientWire, aesServerWire } from "../../crypto/packet_wire_aes.ts";
import type { OpenedPacket, PacketServer } from "../../crypto/packets.ts";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { MAX_SHARED } from "../../crypto/shared_aeads.ts";
import type { AesBlock } from "../../crypto/providers/types.ts";
import type { User2022 } from "../../crypto/server_2022.ts";
import type { Aead, User } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { assertRefused } from "./faults.ts";
import { handBody, handPacket } from "./packet_by_hand.ts";
import { type PacketMethod, PACKETS_AES_2022 } from "./packet_ends.ts";
import { base64, openAnswer, packetClientOf, packetServerOf, sealPacket } from "./prepared.ts";
import { seeded } from "./random.ts";
import { counting } from "./scripted_random.ts";
import { NOW } from "./served_2022.ts";

const PLAIN = Uint8Array.of(1, 192, 0, 2, 7, 1, 187, 1, 2, 3);
const CLIENT = "192.0.2.9:5000";
const SESSION = counting(8, 1);

const keyOf = (method: PacketMethod, from: number) => counting(method.row.keySize, from);
const serverKey = (method: PacketMethod) => keyOf(method, 200);
const NAMES = ["ann", "ben", "cat"];

function usersOf(method: PacketMethod): User[] {
  return NAMES.map((name, i) => ({ name, password: base64(keyOf(method, 30 * i)) }));
}

function serverOf(method: PacketMethod): Promise<PacketServer> {
  return packetServerOf(method, base64(serverKey(method)), { users: usersOf(method) });
}

function open(server: PacketServer, packet: Uint8Array): OpenedPacket["session"] {
  const out = new Uint8Array(packet.length);
  const { session, size } = server.open(packet, CLIENT, out);
  assertEquals(toHex(out.subarray(0, size)), toHex(PLAIN));
  return session;
}

for (const method of PACKETS_AES_2022) {
  const { title, row, provider } = method;

  test(`${title} knows each user's datagrams, and answers under that user's key`, async () => {
    const server = await serverOf(method);
    const clients = await Promise.all(
      usersOf(method).map(({ password }) => packetClientOf(method, `${base64(serverKey(method))}:${password}`)),
    );
    const sessions = clients.map((client) => open(server, sealPacket(client, PLAIN)));
    assertEquals(sessions.map(({ user }) => user), NAMES);
    for (const [i, client] of clients.entries()) {
      const answer = sealPacket(sessions[i]!, PLAIN);
      for (const other of clients.filter((one) => one !== client)) {
        assertRefused(() => openAnswer(other, answer), "authentication");
      }
      assertEquals(toHex(openAnswer(client, answer)), toHex(PLAIN));
      assert(open(server, sealPacket(client, PLAIN)) === sessions[i]);
      // Their own datagrams, sent back to them, are hidden under the server's key.
      assertRefused(() => openAnswer(client, sealPacket(client, PLAIN)), "authentication");
    }
    for (const one of [server, ...clients]) one.close();
  });

  test(`${title} refuses datagrams of who is no user, names none, or has not the key of the one named`, async () => {
    const server = await serverOf(method);
    const [ann, ben] = [keyOf(method, 0), keyOf(method, 30)];
    const body = handBody(PLAIN);
    const packet = { serverKey: serverKey(method), session: SESSION, id: 0, body };
    const bad: Record<string, Uint8Array> = {
      "an unknown key": handPacket(method, { ...packet, key: keyOf(method, 99) }),
      "ann's name under ben's key": handPacket(method, { ...packet, key: ben, named: ann }),
      "ann's name under the server's key": handPacket(method, { ...packet, key: serverKey(method), named: ann }),
      "another server's headers": handPacket(method, { ...packet, key: ann, serverKey: ben }),
      "no identity header": handPacket(method, { key: ann, session: SESSION, id: 0, body }),
      "no identity header, the server's key": handPacket(method, {
        key: serverKey(method),
        session: SESSION,
        id: 0,
        body,
      }),
    };
    const live = liveCiphers();
    for (const [what, bytes] of Object.entries(bad)) {
      for (let i = 0; i < 2; i++) {
        const { user } = assertRefused(() => open(server, bytes), "authentication", what);
        assertEquals(user, undefined, what);
      }
    }
    assert(liveCiphers() <= live + MAX_SHARED);
    assertEquals(open(server, handPacket(method, { ...packet, key: ann })).user, "ann");
    server.close();
  });

  test(`${title} keeps users' sessions apart, though their ids are the same`, async () => {
    const server = await serverOf(method);
    const packet = { serverKey: serverKey(method), session: SESSION, id: 5, body: handBody(PLAIN) };
    const sessions = [0, 30, 60].map((from) =>
      open(server, handPacket(method, { ...packet, key: keyOf(method, from) }))
    );
    assertEquals(new Set(sessions.map(({ key }) => key)).size, 3);
    assertEquals(sessions.map(({ user }) => user), NAMES);
    for (const from of [0, 30, 60]) {
      assertRefused(() => open(server, handPacket(method, { ...packet, key: keyOf(method, from) })), "replay");
    }
    sessions[1]!.close();
    open(server, handPacket(method, { ...packet, id: 6, key: keyOf(method, 0) }));
    server.close();
  });

  test(`${title} says whose clock is wrong, and names nobody before the body has proved it`, async () => {
    const server = await serverOf(method);
    const packet = { serverKey: serverKey(method), session: SESSION, key: keyOf(method, 30) };
    const late = handPacket(method, { ...packet, id: 0, body: handBody(PLAIN, { time: NOW - 38 }) });
    const clock = assertRefused(() => open(server, late), "clock");
    assertEquals([clock.message, clock.user], ["authenticated, clock 38 s behind", "ben"]);
    const wrong = handPacket(method, { ...packet, id: 0, body: handBody(PLAIN, { type: 1 }) });
    assertEquals(assertRefused(() => open(server, wrong), "protocol").user, "ben");
    open(server, handPacket(method, { ...packet, id: 0, body: handBody(PLAIN) }));
    // A user can name another and choose session and id, and seal nothing in that one's name.
    const forged = { ...packet, key: keyOf(method, 0), named: packet.key, body: handBody(PLAIN) };
    assertEquals(assertRefused(() => open(server, handPacket(method, { ...forged, id: 0 })), "replay").user, undefined);
    for (const id of [1, 2n ** 60n]) {
      const { user } = assertRefused(() => open(server, handPacket(method, { ...forged, id })), "authentication");
      assertEquals(user, undefined);
    }
    server.close();
  });

  test(`${title} finds one of 10,000 users with as much work as one of one`, () => {
    const below = seeded(10_001);
    const crowd: User2022[] = Array.from({ length: 10_000 }, (_, i) => {
      const key = Uint8Array.from({ length: row.keySize }, () => below(256));
      return { name: `user ${i}`, key };
    });
    const work = [crowd.slice(0, 1), crowd].map((users) => {
      const table = new IdentityTable<User2022>();
      for (const user of users) table.add(user.key, user);
      let blocks = 0;
      const counted = methodOf(method, { onBlock: () => blocks++ });
      const server = packetServer2022(aesServerWire(counted, serverKey(method), table), serverKey(method), () => NOW);
      for (const { name, key } of [users[0]!, users[users.length >> 1]!, users.at(-1)!]) {
        const packet = {
          serverKey: serverKey(method),
          session: key.slice(0, 8),
          key,
          id: blocks,
          body: handBody(PLAIN),
        };
        assertEquals(open(server, handPacket(method, packet)).user, name);
      }
      const stranger = { serverKey: serverKey(method), session: SESSION, id: 0, body: handBody(PLAIN) };
      assertRefused(() => open(server, handPacket(method, { ...stranger, key: keyOf(method, 1) })), "authentication");
      server.close();
      return blocks;
    });
    assertEquals(work, [8, 8]);
  });

  test(`${title} never seals two datagrams under the same key and nonce`, () => {
    const nonces = new Map<string, Set<string>>();
    const recording = methodOf(method, {
      wrap: (aead, key) => ({
        nonceSize: aead.nonceSize,
        tagSize: aead.tagSize,
        seal(nonce, input, out) {
          const used = nonces.get(toHex(key)) ?? new Set();
          assert(!used.has(toHex(nonce)), "a nonce comes again");
          nonces.set(toHex(key), used.add(toHex(nonce)));
          aead.seal(nonce, input, out);
        },
        open: (nonce, input, out) => aead.open(nonce, input, out),
        rekey(next) {
          key = next.slice();
          aead.rekey(next);
        },
        close: () => aead.close(),
      }),
    });
    const key = keyOf(method, 0);
    const server = packetServer2022(aesServerWire(recording, key, null), key, () => NOW);
    const clients = [1, 2].map(() => packetClient2022(aesClientWire(recording, [key]), key, () => NOW));
    for (let i = 0; i < 300; i++) {
      for (const client of clients) openAnswer(client, sealPacket(open(server, sealPacket(client, PLAIN)), PLAIN));
    }
    assertEquals([...nonces.values()].map(({ size }) => size), [300, 300, 300, 300]);
    for (const one of [server, ...clients]) one.close();
  });

  test(`${title} puts one identity header for each key of a chain but the last`, async () => {
    const keys = [3, 60, 120, 180].map((from) => keyOf(method, from));
    const client = await packetClientOf(method, keys.map(base64).join(":"));
    const packet = sealPacket(client, PLAIN);
    assertEquals(packet.length, 16 + 3 * 16 + 11 + PLAIN.length + 16);
    const blocks = keys.map((key) => provider.aesBlock(key));
    const header = packet.slice(0, 16);
    blocks[0]!.decrypt(header);
    assertEquals(toHex(header.subarray(8)), "00".repeat(8));
    for (let i = 0; i < 3; i++) {
      const identity = packet.slice(16 * (i + 1), 16 * (i + 2));
      blocks[i]!.decrypt(identity);
      const hash = identity.map((byte, at) => byte ^ header[at]!);
      assertEquals(toHex(hash), toHex(identityHash(keys[i + 1]!)));
    }
    for (const one of [client, ...blocks]) one.close();
  });
}

/** What stands between the codecs and the primitives. */
interface Between {
  onBlock?: () => void;
  wrap?: (aead: Aead, key: Uint8Array) => Aead;
}

/** The method as its codecs take it. */
function methodOf({ row, provider }: PacketMethod, { onBlock = () => {}, wrap = (aead) => aead }: Between): Method2022 {
  const makeAead = provider.aead(row.packetAead!)!;
  return {
    row,
    clock: () => NOW,
    makeAead: (key) => wrap(makeAead(key), key.slice()),
    makeBlock(key) {
      const block = provider.aesBlock(key);
      const run = (work: AesBlock["encrypt"]) => (bytes: Uint8Array) => {
        onBlock();
        work(bytes);
      };
      return {
        encrypt: run((bytes) => block.encrypt(bytes)),
        decrypt: run((bytes) => block.decrypt(bytes)),
        close: () => block.close(),
      };
    },
  };
}
