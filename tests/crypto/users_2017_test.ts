import { assert, assertEquals, test } from "#test";
import { aead2017 } from "../../crypto/aead_2017.ts";
import { serveAead } from "../../crypto/aead.ts";
import { masterKey } from "../../crypto/keys.ts";
import { keyring2017 } from "../../crypto/keyring_2017.ts";
import { SaltPool } from "../../crypto/salt_pool.ts";
import type { InboundMethod, StreamMethod, User } from "../../crypto/types.ts";
import { Users2017 } from "../../crypto/users_2017.ts";
import { toHex } from "../vectors/hex.ts";
import { assertFault, assertRefused } from "./faults.ts";
import { joined, randomBytes, seeded } from "./random.ts";
import { counting, withScript } from "./scripted_random.ts";
import { SERVED_METHODS, type ServedMethod } from "./served.ts";
import { byteByByte, openAll, type Opened, openParts, sealAll } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const PAYLOAD = Uint8Array.of(1, 2, 3);
const PLAIN = toHex(joined([TARGET, PAYLOAD]));
const HERE = "192.0.2.1:1000";

const USERS: readonly User[] = Array.from({ length: 50 }, (_, i) => ({ name: `user ${i}`, password: `password ${i}` }));

/** A port of many users, and how many ciphers it has made. */
interface Port {
  readonly method: StreamMethod;
  made: number;
}

async function portOf({ row, aead, provider }: ServedMethod, users = USERS): Promise<Port> {
  const served = await serveAead(aead, provider);
  const port: Port = {
    made: 0,
    method: aead2017({
      row,
      users: keyring2017(row, "the port's own, which nobody uses", users),
      makeAead(key) {
        port.made++;
        return served.make(key);
      },
      deriveSubkey: served.provider.deriveSubkey,
      salts: new SaltPool(row.saltSize, 1000),
    }),
  };
  return port;
}

/** A client's end under one password. */
async function clientOf(served: ServedMethod, password: string): Promise<StreamMethod> {
  return (await portOf(served, [{ name: "", password }])).method;
}

/** What a client with this password sends. */
async function request(served: ServedMethod, { password }: User): Promise<Uint8Array> {
  const { opener, sealer } = (await clientOf(served, password)).outbound(TARGET);
  opener.close();
  return sealAll(sealer, [PAYLOAD]);
}

function receive(
  method: InboundMethod,
  parts: Iterable<Uint8Array>,
  client = HERE,
): Opened & { user?: string | undefined } {
  const { opener, sealer } = method.inbound(client);
  sealer.close();
  const opened = openParts(opener, parts);
  return { ...opened, user: opener.user };
}

for (const served of SERVED_METHODS) {
  const title = `${served.row.name} by ${served.provider}`;

  test(`${title} finds the right one among 50 users, whole and byte by byte, and none for a stranger`, async () => {
    const { method } = await portOf(served);
    for (const i of [0, 1, 24, 48, 49]) {
      for (const cut of [(stream: Uint8Array) => [stream], byteByByte]) {
        const { plain, failure, user } = receive(method, cut(await request(served, USERS[i]!)));
        assertEquals([toHex(plain), failure, user], [PLAIN, null, `user ${i}`]);
      }
    }
    for (const password of ["password 50", "", "the port's own, which nobody uses"]) {
      const { plain, failure, user } = receive(method, [await request(served, { name: "", password })]);
      assertEquals(assertFault(failure, "authentication").message, "Cannot open the stream: no user's key fits it");
      assertEquals([plain.length, user], [0, undefined]);
    }
  });

  test(`${title} answers under the key of the user who asks`, async () => {
    const { method } = await portOf(served);
    for (const i of [3, 30]) {
      const [far, other] = await Promise.all([i, i + 1].map((i) => clientOf(served, USERS[i]!.password)));
      const { opener, sealer } = far!.outbound(TARGET);
      const near = method.inbound(HERE);
      openAll(near.opener, [sealAll(sealer, [PAYLOAD])]);
      const answer = sealAll(near.sealer, [PAYLOAD]);
      assertEquals(toHex(openAll(opener, [answer])), toHex(PAYLOAD));
      const wrong = other!.outbound(TARGET);
      wrong.sealer.close();
      assertFault(openParts(wrong.opener, [answer]).failure, "authentication");
    }
  });

  test(`${title} tries the user first who last came from an address, and the last seen before the others`, async () => {
    const port = await portOf(served);
    const tries = async (i: number, client: string): Promise<number> => {
      const before = port.made;
      assertEquals(receive(port.method, [await request(served, USERS[i]!)], client).user, `user ${i}`);
      return port.made - before;
    };
    assertEquals(await tries(49, "a"), 50);
    assertEquals(await tries(49, "a"), 1);
    assertEquals(await tries(20, "b"), 22);
    // From "a" its own last user comes first, though another was seen later.
    assertEquals(await tries(49, "a"), 1);
    assertEquals(await tries(20, "b"), 1);
    // From elsewhere: 20, 49, then the others in their order.
    assertEquals(await tries(49, "c"), 2);
    assertEquals(await tries(0, "c"), 3);
    assertEquals(await tries(49, "c"), 2);
  });

  test(`${title} keeps one set of salts for all users, and burns none for who is no user`, async () => {
    const { method } = await portOf(served);
    const salt = counting(served.row.saltSize, 0x20);
    const streams: Uint8Array[] = [];
    for (const user of [{ name: "", password: "stranger" }, USERS[7]!, USERS[9]!]) {
      const { opener, sealer } = (await clientOf(served, user.password)).outbound(TARGET);
      opener.close();
      streams.push(withScript([salt], () => sealAll(sealer, [PAYLOAD])));
    }
    const faults = [streams[0]!, streams[1]!, streams[1]!, streams[2]!].map((stream) =>
      receive(method, [stream]).failure
    );
    assertFault(faults[0], "authentication");
    assertEquals(faults[1], null);
    assertFault(faults[2], "replay");
    assertFault(faults[3], "replay");
  });

  for (const [what, users] of [["one", USERS.slice(0, 1)], ["many", USERS]] as const) {
    test(`${title} names nobody of ${what} before the first chunk is proved`, async () => {
      const { method } = await portOf(served, users);
      const stream = await request(served, users[0]!);
      const { opener, sealer } = method.inbound(HERE);
      sealer.close();
      const out = new Uint8Array(stream.length);
      assertEquals(opener.user, undefined);
      for (let at = 0; at < stream.length; at++) {
        opener.open(stream.slice(at, at + 1), out);
        assertEquals(opener.user, at + 1 === stream.length ? users[0]!.name : undefined, `byte ${at}`);
      }
      opener.close();
      for (const size of [0, 1, served.row.saltSize, served.row.saltSize + 18, served.row.saltSize + 30]) {
        assertEquals(receive(method, [stream.subarray(0, size)]).user, undefined, `${size} bytes`);
        assertEquals(receive(method, [randomBytes(seeded(size), size)]).user, undefined, `${size} random bytes`);
      }
    });
  }

  test(`${title} refuses a change of any byte on a port of many users`, async () => {
    const { method } = await portOf(served, USERS.slice(0, 3));
    const stream = await request(served, USERS[1]!);
    for (let at = 0; at < stream.length; at++) {
      const tampered = stream.slice();
      tampered[at]! ^= 0x40;
      const { plain, failure } = receive(method, [tampered]);
      assertFault(failure, "authentication", `byte ${at}`);
      assertEquals(plain.length, 0);
    }
    assertEquals(receive(method, [stream]).user, "user 1");
  });

  test(`${title} says what is wrong with a length, though only a user could have sent it, and frees all`, async () => {
    const { row, aead, provider } = served;
    const { make, provider: { deriveSubkey } } = await serveAead(aead, provider);
    const salt = counting(row.saltSize);
    const cipher = make(deriveSubkey(masterKey(USERS[2]!.password, row.keySize), salt));
    const sealed = new Uint8Array(18);
    cipher.seal(new Uint8Array(cipher.nonceSize), Uint8Array.of(0x40, 0), sealed);
    cipher.close();
    const { opener, sealer } = (await portOf(served, USERS.slice(0, 5))).method.inbound(HERE);
    assertRefused(() => opener.open(joined([salt, sealed]), new Uint8Array(100)), "protocol");
    opener.close();
    sealer.close();
  });
}

test("The last user of an address is remembered for the last 4096 addresses", () => {
  const [a, b, c] = ["a", "b", "c"].map((name) => ({ name, masterKey: new Uint8Array(16) }));
  const users = new Users2017([a!, b!, c!]);
  assertEquals(users.only, undefined);
  const names = (client: string) => [...users.candidates(client)].map(({ name }) => name).join("");
  assertEquals(names("x"), "abc");
  users.found("x", c!);
  users.found("y", b!);
  assertEquals([names("x"), names("y"), names("z")], ["cba", "bca", "bca"]);
  for (let i = 0; i < 4094; i++) users.found(`${i}`, a!);
  assertEquals([names("x"), names("y")], ["cab", "bac"]);
  users.found("x", c!);
  users.found("one more", a!);
  assertEquals([names("x"), names("y")], ["cab", "acb"]);
});

test("A port of one user tries no other, whoever comes", () => {
  const user = { masterKey: new Uint8Array(16) };
  const users = new Users2017([user]);
  assert(users.only === user);
  users.found("x", user);
  assertEquals([...users.candidates("x")], [user]);
  assertEquals([...users.candidates("y")], [user]);
});
