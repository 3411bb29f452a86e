import { assert, assertEquals, test } from "#test";
import { keyring2017 } from "../../crypto/keyring_2017.ts";
import { type Packet2017Keys, packetClient2017, packetServer2017 } from "../../crypto/packets_2017.ts";
import { preparePacketClient } from "../../crypto/packet_method.ts";
import type { PacketServer, PacketSession } from "../../crypto/packets.ts";
import { ReplayMemory } from "../../crypto/replay_memory.ts";
import { SaltSpans } from "../../crypto/salt_spans.ts";
import { REMEMBERED_SALTS, SeenSalts } from "../../crypto/seen_salts.ts";
import type { User } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { assertRefused } from "./faults.ts";
import { PACKETS_2017 } from "./packet_ends.ts";
import { openAnswer, packetClientOf, packetServerOf, sealPacket } from "./prepared.ts";
import { seeded } from "./random.ts";
import { counting, withScript } from "./scripted_random.ts";

const PLAIN = Uint8Array.of(1, 192, 0, 2, 7, 1, 187, 1, 2, 3);
const CLIENT = "192.0.2.9:5000";
const USERS: readonly User[] = Array.from({ length: 50 }, (_, i) => ({ name: `user ${i}`, password: `password ${i}` }));

function open(server: PacketServer, packet: Uint8Array, client = CLIENT): PacketSession {
  const out = new Uint8Array(packet.length);
  const { session, size } = server.open(packet, client, out);
  assertEquals(toHex(out.subarray(0, size)), toHex(PLAIN));
  return session;
}

for (const method of PACKETS_2017) {
  const { title, row } = method;

  /** The keys of these users, and how many keys of datagrams were derived from them. */
  const keysOf = (users: readonly User[]): { keys: Packet2017Keys; count: { derived: number } } => {
    const count = { derived: 0 };
    const keys: Packet2017Keys = {
      row,
      users: keyring2017(row, "nobody's", users),
      makeAead: method.provider.aead(row.aead!)!,
      seen: new SaltSpans(10),
      deriveSubkey(masterKey, salt) {
        count.derived++;
        return method.provider.deriveSubkey(masterKey, salt);
      },
    };
    return { keys, count };
  };
  const clientOf = (user: User) => packetClient2017(keysOf([user]).keys);
  const sealedBy = (user: User): Uint8Array => {
    const client = clientOf(user);
    const packet = sealPacket(client, PLAIN);
    client.close();
    return packet;
  };

  test(`${title} takes a datagram once, on each side, and burns no salt for a forgery`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const packet = sealPacket(client, PLAIN);
    const forged = packet.slice();
    forged[forged.length - 1]! ^= 1;
    assertRefused(() => open(server, forged), "authentication");
    const session = open(server, packet);
    for (let i = 0; i < 2; i++) assertRefused(() => open(server, packet), "replay");
    const answer = sealPacket(session, PLAIN);
    assertEquals(toHex(openAnswer(client, answer)), toHex(PLAIN));
    assertRefused(() => openAnswer(client, answer), "replay");
    assert(open(server, sealPacket(client, PLAIN)) === session);
    client.close();
    server.close();
  });

  test(`${title} gives every datagram a salt of its own, both ways`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const session = open(server, sealPacket(client, PLAIN));
    const salts = new Set<string>();
    for (let i = 0; i < 100; i++) {
      for (const sealer of [client, session]) salts.add(toHex(sealPacket(sealer, PLAIN).subarray(0, row.saltSize)));
    }
    assertEquals(salts.size, 200);
    client.close();
    server.close();
  });

  test(`${title} finds the right one among 50 users, answers under that key, and knows no stranger`, () => {
    const { keys } = keysOf(USERS);
    const server = packetServer2017(keys);
    for (const i of [0, 25, 49, 25]) {
      const client = clientOf(USERS[i]!);
      const session = open(server, sealPacket(client, PLAIN));
      assertEquals(session.user, `user ${i}`);
      const answer = sealPacket(session, PLAIN);
      assertEquals(toHex(openAnswer(client, answer)), toHex(PLAIN));
      const other = clientOf(USERS[i - 1] ?? USERS[1]!);
      assertRefused(() => openAnswer(other, answer), "authentication");
      for (const one of [client, other]) one.close();
    }
    for (const password of ["stranger", "nobody's", ""]) {
      assertRefused(() => open(server, sealedBy({ name: "", password })), "authentication");
    }
    server.close();
  });

  test(`${title} tries the user first who last came from an address, and the last seen before the others`, () => {
    const { keys, count } = keysOf(USERS);
    const server = packetServer2017(keys);
    const tries = (i: number, client: string): number => {
      const packet = sealedBy(USERS[i]!);
      const before = count.derived;
      assertEquals(open(server, packet, client).user, `user ${i}`);
      return count.derived - before;
    };
    const made = [[49, "a"], [49, "a"], [20, "b"], [49, "a"], [20, "b"], [49, "c"]] as const;
    assertEquals(made.map(([i, client]) => tries(i, client)), [50, 1, 22, 1, 1, 2]);
    server.close();
  });

  test(`${title} keeps associations by address and user`, () => {
    const server = packetServer2017(keysOf(USERS.slice(0, 3)).keys);
    const from = (i: number, client: string) => open(server, sealedBy(USERS[i]!), client);
    const sessions = [from(0, "a"), from(1, "a"), from(0, "b")];
    assertEquals(new Set(sessions.map(({ key }) => key)).size, 3);
    assert(from(0, "a") === sessions[0] && from(1, "a") === sessions[1] && from(0, "b") === sessions[2]);
    sessions[0]!.close();
    assert(from(0, "a") !== sessions[0] && from(1, "a") === sessions[1]);
    server.close();
  });
}

for (const method of PACKETS_2017.slice(0, 1)) {
  test("An association of 2017 remembers its last 4096 datagrams, and no other's", async () => {
    const client = await packetClientOf(method, method.password);
    // What the port remembers besides is one datagram.
    const server = await packetServerOf(method, method.password, { salts: 1 });
    const numbered = (i: number): Uint8Array => {
      const salt = counting(method.row.saltSize);
      new DataView(salt.buffer).setUint32(0, i);
      return withScript([salt], () => sealPacket(client, PLAIN));
    };
    for (let i = 0; i < 4096; i++) open(server, numbered(i));
    for (const i of [0, 1, 2000, 4095]) assertRefused(() => open(server, numbered(i)), "replay", `${i}`);
    for (let i = 0; i < 100; i++) open(server, numbered(10_000 + i), "198.51.100.1:1");
    assertRefused(() => open(server, numbered(0)), "replay");
    open(server, numbered(4096));
    assertRefused(() => open(server, numbered(1)), "replay");
    open(server, numbered(0));
    open(server, numbered(1));
    client.close();
    server.close();
  });
}

for (const method of PACKETS_2017.slice(0, 1)) {
  test("A datagram of 2017 passes once: not from another address, nor under the key's next life", async () => {
    const client = await packetClientOf(method, method.password);
    const options = { memory: new ReplayMemory(), salts: 1000 };
    const server = await packetServerOf(method, method.password, options);
    const packet = sealPacket(client, PLAIN);
    const session = open(server, packet);
    const answer = sealPacket(session, PLAIN);
    for (const one of [packet, answer]) assertRefused(() => open(server, one, "198.51.100.1:1"), "replay");
    session.close();
    for (const one of [packet, answer]) assertRefused(() => open(server, one), "replay");
    server.close();
    const next = await packetServerOf(method, method.password, options);
    for (const one of [packet, answer]) assertRefused(() => open(next, one), "replay");
    for (let i = 0; i < 1000; i++) open(next, sealPacket(client, PLAIN));
    assertRefused(() => open(next, packet, "198.51.100.1:1"), "replay");
    for (let i = 0; i < 1000; i++) open(next, sealPacket(client, PLAIN));
    open(next, packet, "198.51.100.1:1");
    client.close();
    next.close();
  });

  test("A client's associations of 2017 take no answer of each other's, and only what they have not seen", async () => {
    const options = { provider: "auto", salts: 1000, clock: () => 0 } as const;
    const make = await preparePacketClient(method.row, method.password, options);
    const [one, other] = [make(), make()];
    const server = await packetServerOf(method, method.password);
    const answer = sealPacket(open(server, sealPacket(one, PLAIN)), PLAIN);
    openAnswer(one, answer);
    assertRefused(() => openAnswer(other, answer), "replay");
    for (const each of [one, other, server]) each.close();
  });
}

for (const method of PACKETS_2017) {
  test(`${method.title} takes none of its own datagrams that somebody sends back`, async () => {
    const client = await packetClientOf(method, method.password);
    const server = await packetServerOf(method, method.password);
    const packet = sealPacket(client, PLAIN);
    assertRefused(() => openAnswer(client, packet), "replay");
    const answer = sealPacket(open(server, packet), PLAIN);
    assertRefused(() => open(server, answer), "replay");
    client.close();
    server.close();
  });
}

test("The last 4096 salts are those of a plain list, whatever comes when", () => {
  assertEquals(REMEMBERED_SALTS, 4096);
  const below = seeded(4096);
  const seen = new SeenSalts();
  const model: number[] = [];
  const known = new Set<number>();
  for (let i = 0; i < 30_000; i++) {
    const id = below(6000);
    const salt = Uint8Array.of(id >> 8, id & 255);
    assertEquals(seen.enter(salt), !known.has(id), `step ${i}`);
    if (!known.has(id)) model.push(id), known.add(id);
    if (model.length > 4096) known.delete(model.shift()!);
  }
});

for (const most of [1, 33, 64, 4096, 20_000]) {
  test(`Of a port's salts the last ${most} are known, and nothing that was not among twice as many`, () => {
    const below = seeded(most);
    const spans = new SaltSpans(most);
    /** When each was entered last, in salts entered. */
    const entered = new Map<number, number>();
    let count = 0;
    for (let i = 0; i < 7 * most; i++) {
      const id = 1 + below(3 * most);
      const isNew = spans.enter(Uint8Array.of(id >> 8, id & 255));
      const age = count - (entered.get(id) ?? -Infinity);
      if (age < most) assertEquals(isNew, false, `step ${i}, ${age} later`);
      if (age >= 2 * most) assertEquals(isNew, true, `step ${i}, ${age} later`);
      if (isNew) entered.set(id, ++count);
    }
    assert(count > 2 * most, `${count}`);
  });
}
