import { assert, assertEquals, test } from "#test";
import { outbound2022 } from "../../crypto/client_2022.ts";
import { IdentityTable, openIdentity, putIdentities } from "../../crypto/identities.ts";
import { identityHash, identitySubkey } from "../../crypto/keys_2022.ts";
import type { AesBlock, MakeAesBlock } from "../../crypto/providers/types.ts";
import { RecentSalts } from "../../crypto/recent_salts.ts";
import { inbound2022, type User2022 } from "../../crypto/server_2022.ts";
import type { InboundMethod } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { Hand2022, variableHeader } from "./by_hand_2022.ts";
import { assertFault } from "./faults.ts";
import { joined, seeded } from "./random.ts";
import { counting } from "./scripted_random.ts";
import {
  client2022,
  countingKey,
  method2022,
  NOW,
  type Served2022,
  SERVED_AES_2022,
  server2022,
  tableOf,
} from "./served_2022.ts";
import { openAll, type Opened, openParts, sealAll, splitAt } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const PAYLOAD = Uint8Array.of(1, 2, 3);
const PLAIN = toHex(joined([TARGET, PAYLOAD]));

/** The server's key in these tests; the users' are others. */
const serverKey = (served: Served2022) => countingKey(served, 100);

function usersOf(served: Served2022): User2022[] {
  return ["ann", "ben", "cat"].map((name, i) => ({ name, key: countingKey(served, i) }));
}

function serverOf(served: Served2022, clock = () => NOW): InboundMethod {
  return server2022(served, { key: serverKey(served), users: usersOf(served), clock });
}

/** The stream of one who holds these keys. */
function request(served: Served2022, ...keys: Uint8Array[]): Uint8Array {
  const { opener, sealer } = client2022(served, { keys }).outbound(TARGET);
  opener.close();
  return sealAll(sealer, [PAYLOAD]);
}

/** A stream by hand that names one key and is sealed under another. */
function naming(served: Served2022, named: Uint8Array, key: Uint8Array, time = NOW): Uint8Array {
  const salt = counting(served.row.saltSize, 0x80);
  const identities = new Uint8Array(16);
  putIdentities(served.provider.aesBlock, [serverKey(served), named], salt, identities, 0);
  return new Hand2022(served, { key, salt, identities }).request(variableHeader(TARGET, 0, PAYLOAD), { time }).end();
}

interface Received extends Opened {
  readonly user: string | undefined;
}

function receive(server: InboundMethod, parts: Iterable<Uint8Array>): Received {
  const { opener, sealer } = server.inbound("");
  sealer.close();
  const opened = openParts(opener, parts);
  return { ...opened, user: opener.user };
}

for (const served of SERVED_AES_2022) {
  const { title, row, provider } = served;

  test(`${title} knows each of its users, and answers under the key of the one who asks`, () => {
    const server = serverOf(served);
    for (const { name, key } of usersOf(served)) {
      const far = client2022(served, { keys: [serverKey(served), key] }).outbound(TARGET);
      const near = server.inbound("");
      assertEquals(near.opener.user, undefined);
      assertEquals(toHex(openAll(near.opener, [sealAll(far.sealer, [PAYLOAD])])), PLAIN);
      assertEquals(near.opener.user, name);
      const answer = sealAll(near.sealer, [PAYLOAD]);
      assertEquals(answer.length, 2 * row.saltSize + 11 + 16 + PAYLOAD.length + 16);
      assertEquals(toHex(openAll(far.opener, [answer])), toHex(PAYLOAD));
    }
  });

  test(`${title} refuses who is no user, names none, or names one without having the key`, () => {
    const [ann, ben] = usersOf(served).map(({ key }) => key);
    const stranger = countingKey(served, 77);
    const streams: Record<string, Uint8Array> = {
      "an unknown key": request(served, serverKey(served), stranger),
      "another server's identity header": request(served, stranger, ann!),
      "no identity header": request(served, ann!),
      "the server's own key": request(served, serverKey(served)),
      "the server's own key as a user's": request(served, serverKey(served), serverKey(served)),
      "two identity headers": request(served, serverKey(served), stranger, ann!),
      "ann's name under ben's key": naming(served, ann!, ben!),
      "ann's name under the server's key": naming(served, ann!, serverKey(served)),
    };
    for (const [what, stream] of Object.entries(streams)) {
      const { plain, failure, user } = receive(serverOf(served), [stream]);
      assertEquals(assertFault(failure, "authentication", what).user, undefined, what);
      assertEquals([plain.length, user], [0, undefined], what);
    }
  });

  test(`${title} says whose clock is wrong, and who repeats a salt`, () => {
    const { key } = usersOf(served)[1]!;
    const off = receive(serverOf(served), [naming(served, key, key, NOW + 38)]);
    const clock = assertFault(off.failure, "clock");
    assertEquals([clock.message, clock.user], ["authenticated, clock 38 s ahead", "ben"]);
    const server = serverOf(served);
    const stream = naming(served, key, key);
    assertEquals(receive(server, [stream]).user, "ben");
    assertEquals(assertFault(receive(server, [stream]).failure, "replay").user, "ben");
  });

  test(`${title} keeps one set of salts for all users, and burns none for a forgery`, () => {
    const [ann, ben] = usersOf(served).map(({ key }) => key);
    const server = serverOf(served);
    assertFault(receive(server, [naming(served, ann!, ben!)]).failure, "authentication");
    assertFault(receive(server, [naming(served, ann!, ann!, NOW - 31)]).failure, "clock");
    assertEquals(receive(server, [naming(served, ben!, ben!)]).failure, null);
    assertFault(receive(server, [naming(served, ann!, ann!)]).failure, "replay");
  });

  test(`${title} wants the identity header in the first bytes too`, () => {
    const { key } = usersOf(served)[0]!;
    const stream = request(served, serverKey(served), key);
    const headSize = row.saltSize + 16 + 27;
    for (let at = 1; at < stream.length; at++) {
      const { plain, failure } = receive(serverOf(served), splitAt(stream, at));
      if (at < headSize) assertFault(failure, "authentication", `split at ${at}`);
      else assertEquals([toHex(plain), failure], [PLAIN, null], `split at ${at}`);
    }
  });

  test(`${title} detects a change of any byte of a stream with an identity header`, () => {
    const stream = request(served, serverKey(served), usersOf(served)[2]!.key);
    for (let at = 0; at < stream.length; at++) {
      const tampered = stream.slice();
      tampered[at]! ^= 4;
      const { plain, failure } = receive(serverOf(served), [tampered]);
      assertFault(failure, "authentication", `byte ${at}`);
      assertEquals(plain.length, 0);
    }
  });

  test(`${title} finds one of 10,000 users with as much work as one of one`, () => {
    const below = seeded(10_000);
    const crowd = Array.from({ length: 10_000 }, (_, i) => {
      const key = Uint8Array.from({ length: row.keySize }, () => below(256));
      return { name: `user ${i}`, key };
    });
    const work = [crowd.slice(0, 1), crowd].map((users) => {
      const counts = { blocks: 0, aeads: 0, closed: 0 };
      const server = inbound2022({
        ...method2022(served, { wrap: (aead) => (counts.aeads++, aead) }),
        makeBlock: counted(provider.aesBlock, () => counts.blocks++, () => counts.closed++),
      }, { key: serverKey(served), users: tableOf(users), salts: new RecentSalts() });
      for (const { name, key } of [users[0]!, users[users.length >> 1]!, users.at(-1)!]) {
        assertEquals(receive(server, [request(served, serverKey(served), key)]).user, name);
      }
      const stranger = receive(server, [request(served, serverKey(served), countingKey(served))]);
      assertFault(stranger.failure, "authentication");
      return counts;
    });
    assertEquals(work, [{ blocks: 4, aeads: 3, closed: 4 }, { blocks: 4, aeads: 3, closed: 4 }]);
  });

  test(`${title} puts one identity header for each key of a chain but the last`, () => {
    const keys = [5, 60, 120, 200].map((from) => countingKey(served, from));
    const { opener, sealer } = outbound2022(method2022(served), keys).outbound(TARGET);
    const bound = sealer.bound(PAYLOAD.length);
    const stream = sealAll(sealer, [PAYLOAD]);
    opener.close();
    assert(stream.length <= bound);
    assertEquals(stream.length, row.saltSize + 3 * 16 + 27 + TARGET.length + 2 + PAYLOAD.length + 16);
    const salt = stream.subarray(0, row.saltSize);
    for (let i = 0; i < 3; i++) {
      const header = stream.slice(salt.length + 16 * i, salt.length + 16 * (i + 1));
      // By the primitive itself: AES under the identity subkey, of the hash of the next key.
      const block = provider.aesBlock(identitySubkey(keys[i]!, salt));
      const expected = identityHash(keys[i + 1]!).slice();
      block.encrypt(expected);
      block.close();
      assertEquals(toHex(header), toHex(expected));
      openIdentity(provider.aesBlock, keys[i]!, salt, header);
      assertEquals(toHex(header), toHex(identityHash(keys[i + 1]!)));
    }
  });
}

test("A table of identities finds by the whole hash and nothing else", () => {
  const table = new IdentityTable<string>();
  assertEquals(table.find(identityHash(counting(16))), undefined);
  table.add(counting(16), "a");
  table.add(counting(32), "b");
  assertEquals(table.find(identityHash(counting(16))), "a");
  assertEquals(table.find(identityHash(counting(32))), "b");
  for (let bit = 0; bit < 128; bit++) {
    const hash = identityHash(counting(16)).slice();
    hash[bit >> 3]! ^= 1 << (bit & 7);
    assertEquals(table.find(hash), undefined);
  }
  assertEquals(table.find(identityHash(counting(16)).subarray(0, 15)), undefined);
});

/** AES whose blocks are counted as they are worked on, and as they are freed. */
function counted(make: MakeAesBlock, onBlock: () => void, onClose: () => void): MakeAesBlock {
  return (key) => {
    const block = make(key);
    const run = (work: AesBlock["encrypt"]) => (bytes: Uint8Array) => {
      onBlock();
      work(bytes);
    };
    return {
      encrypt: run((bytes) => block.encrypt(bytes)),
      decrypt: run((bytes) => block.decrypt(bytes)),
      close() {
        onClose();
        block.close();
      },
    };
  };
}
