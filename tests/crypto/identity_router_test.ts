import { assert, assertEquals, assertThrows, test } from "#test";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { CipherError } from "../../crypto/types.ts";
import { toHex } from "../vectors/hex.ts";
import { assertRefused, failureOf } from "./faults.ts";
import { base64, openAnswer, packetClientOf, packetServerOf, routerOf, sealPacket } from "./prepared.ts";
import { joined, randomBytes, seeded } from "./random.ts";
import { client2022, countingKey, type Served2022, SERVED_AES_2022, server2022 } from "./served_2022.ts";
import { openAll, sealAll } from "./streams.ts";

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);
const PAYLOAD = Uint8Array.of(1, 2, 3);
const PLAIN = joined([TARGET, PAYLOAD]);
const CLIENT = "192.0.2.9:5000";

/** Keys of a chain: two relays, the server, its user. */
const chainOf = (served: Served2022) => [10, 60, 120, 200].map((from) => countingKey(served, from));

/** The first bytes of a stream that was sealed under these keys. */
function stream(served: Served2022, keys: readonly Uint8Array[]): Uint8Array {
  const { opener, sealer } = client2022(served, { keys }).outbound(TARGET);
  opener.close();
  return sealAll(sealer, [PAYLOAD]);
}

for (const served of SERVED_AES_2022) {
  const { title, row, provider } = served;

  test(`${title} passes a stream of two keys on to the server that it names, and of three through two relays`, async () => {
    const [first, second, , user] = chainOf(served);
    const others = [countingKey(served, 1), countingKey(served, 2)];
    const far = await routerOf(served, first!, [...others, second!]);
    const near = await routerOf(served, second!, [user!, ...others]);
    const once = far.route(stream(served, [first!, second!]));
    assertEquals(once.destination, { password: base64(second!) });
    const { opener } = server2022(served, { key: second! }).inbound("");
    assertEquals(toHex(openAll(opener, [once.head])), toHex(PLAIN));
    const whole = stream(served, [first!, second!, user!]);
    const twice = near.route(far.route(whole).head);
    assertEquals(twice.destination, { password: base64(user!) });
    assertEquals(twice.head.length, whole.length - 32);
    const last = server2022(served, { key: user! }).inbound("");
    assertEquals(toHex(openAll(last.opener, [twice.head])), toHex(PLAIN));
    for (const router of [far, near]) router.close();
  });

  test(`${title} passes a chain of four keys through two relays to a server with users, and its answer back`, async () => {
    const [first, second, server, user] = chainOf(served);
    const client = client2022(served, { keys: chainOf(served) }).outbound(TARGET);
    const routers = [await routerOf(served, first!, [second!]), await routerOf(served, second!, [server!])];
    let head = sealAll(client.sealer, [PAYLOAD]);
    for (const router of routers) head = router.route(head).head;
    const users = [{ name: "ann", key: user! }];
    const near = server2022(served, { key: server!, users }).inbound("");
    assertEquals(toHex(openAll(near.opener, [head])), toHex(PLAIN));
    assertEquals(near.opener.user, "ann");
    assertEquals(toHex(openAll(client.opener, [sealAll(near.sealer, [PAYLOAD])])), toHex(PAYLOAD));
    for (const router of routers) router.close();
  });

  test(`${title} leaves what it is given as it is, and passes on what comes with the head`, async () => {
    const [first, second] = chainOf(served);
    const router = await routerOf(served, first!, [second!]);
    const whole = joined([stream(served, [first!, second!]), randomBytes(seeded(1), 1000)]);
    const before = toHex(whole);
    const { head } = router.route(whole);
    assertEquals(toHex(whole), before);
    const { saltSize } = row;
    assertEquals(toHex(head), toHex(whole.subarray(0, saltSize)) + toHex(whole.subarray(saltSize + 16)));
    router.close();
  });

  test(`${title} passes no stream on whose head is not whole, or that names nobody`, async () => {
    const [first, second, server] = chainOf(served);
    const router = await routerOf(served, first!, [second!]);
    const whole = stream(served, [first!, second!]);
    for (let size = 0; size < row.saltSize + 16 + 27; size++) {
      const { message } = assertRefused(() => router.route(whole.subarray(0, size)), "authentication", `${size} bytes`);
      assertEquals(message, "Cannot pass the stream on: its head did not come whole");
    }
    for (const keys of [[first!, server!], [second!, first!], [server!, second!], [first!]]) {
      const { message } = assertRefused(() => router.route(stream(served, keys)), "authentication");
      assertEquals(message, "Cannot pass the stream on: its identity header names no destination");
    }
    for (let at = 0; at < row.saltSize + 16; at++) {
      const tampered = whole.slice();
      tampered[at]! ^= 1;
      assertRefused(() => router.route(tampered), "authentication", `byte ${at}`);
    }
    router.close();
  });

  for (const withUsers of [false, true]) {
    const last = withUsers ? "with users" : "without users";

    test(`${title} passes datagrams of chains on to a server ${last}, and the answers go back as they are`, async () => {
      const [first, second, server, user] = chainOf(served);
      const relays = [[], [first!], [first!, second!]];
      for (const keys of relays) {
        const own = withUsers ? server! : user!;
        const hops = [...keys, own];
        const routers = await Promise.all(
          keys.map((key, i) => routerOf(served, key, [countingKey(served), hops[i + 1]!])),
        );
        const users = withUsers ? [{ name: "ann", password: base64(user!) }] : [];
        const near = await packetServerOf(served, base64(own), { users });
        const far = await packetClientOf(
          served,
          [...keys, ...(withUsers ? [own, user!] : [own])].map(base64).join(":"),
        );
        for (const size of [0, 1, 512, 1400]) {
          const plain = joined([TARGET, randomBytes(seeded(size), size)]);
          let packet = sealPacket(far, plain);
          for (const [i, router] of routers.entries()) {
            const out = new Uint8Array(packet.length);
            const routed = router.routePacket(packet, out);
            assertEquals(routed, { destination: { password: base64(hops[i + 1]!) }, size: packet.length - 16 });
            packet = out.subarray(0, routed.size);
          }
          const out = new Uint8Array(packet.length);
          const opened = near.open(packet, CLIENT, out);
          assertEquals(toHex(out.subarray(0, opened.size)), toHex(plain));
          assertEquals(opened.session.user, withUsers ? "ann" : undefined);
          assertEquals(toHex(openAnswer(far, sealPacket(opened.session, plain))), toHex(plain));
        }
        for (const one of [far, near, ...routers]) one.close();
      }
    });
  }

  test(`${title} makes the datagram that a client of the next server would have made`, async () => {
    const [first, second, server, user] = chainOf(served);
    const router = await routerOf(served, first!, [second!]);
    const far = await packetClientOf(served, [first!, second!, server!, user!].map(base64).join(":"));
    const packet = sealPacket(far, PLAIN);
    const before = toHex(packet);
    const out = new Uint8Array(packet.length).fill(0xcc);
    const { size } = router.routePacket(packet, out);
    assertEquals(toHex(packet), before);
    assertEquals(toHex(out.subarray(size)), "cc".repeat(16));
    assertEquals(toHex(out.subarray(16, size)), toHex(packet.subarray(32)));
    const [ours, theirs] = [first!, second!].map((key) => provider.aesBlock(key));
    const [before16, after16] = [packet.slice(0, 16), out.slice(0, 16)];
    ours!.decrypt(before16);
    theirs!.decrypt(after16);
    assertEquals(toHex(after16), toHex(before16));
    for (const one of [far, router, ours!, theirs!]) one.close();
  });

  test(`${title} passes no datagram on that is too short, names nobody or was changed ahead of its body`, async () => {
    const [first, second, server, user] = chainOf(served);
    const router = await routerOf(served, first!, [second!]);
    const far = await packetClientOf(served, [first!, second!].map(base64).join(":"));
    const packet = sealPacket(far, PLAIN);
    const out = new Uint8Array(packet.length);
    for (let size = 0; size < 48; size++) {
      assertRefused(() => router.routePacket(packet.subarray(0, size), out), "authentication", `${size} bytes`);
    }
    for (let at = 0; at < 32; at++) {
      const tampered = packet.slice();
      tampered[at]! ^= 1;
      assertRefused(() => router.routePacket(tampered, out), "authentication", `byte ${at}`);
    }
    for (const keys of [[first!, server!], [second!, first!], [user!, second!], [first!]]) {
      const stranger = await packetClientOf(served, keys.map(base64).join(":"));
      assertRefused(() => router.routePacket(sealPacket(stranger, PLAIN), out), "authentication");
      stranger.close();
    }
    // None of these left anything in the way of the next.
    assertEquals(router.routePacket(packet, out).size, packet.length - 16);
    for (const one of [far, router]) one.close();
  });

  test(`${title} passes on nothing that is random, whatever its length`, async () => {
    const [first, second] = chainOf(served);
    const router = await routerOf(served, first!, [second!]);
    const below = seeded(title.length);
    for (let size = 0; size <= 200; size++) {
      const bytes = randomBytes(below, size);
      for (const pass of [() => router.route(bytes), () => router.routePacket(bytes, new Uint8Array(size))]) {
        assert(failureOf(pass) instanceof CipherError, `${size} bytes`);
      }
    }
    router.close();
  });

  test(`${title} frees what the relay holds, may be closed twice, and throws when it is used after that`, async () => {
    const before = liveCiphers();
    const [first, second, server] = chainOf(served);
    const router = await routerOf(served, first!, [second!, server!]);
    const out = new Uint8Array(2000);
    const packets: Uint8Array[] = [];
    for (const key of [second!, server!, second!]) {
      const far = await packetClientOf(served, [first!, key].map(base64).join(":"));
      packets.push(sealPacket(far, PLAIN));
      router.routePacket(packets.at(-1)!, out);
      far.close();
    }
    router.close();
    router.close();
    assertEquals(liveCiphers(), before);
    assertThrows(() => router.routePacket(packets[0]!, out), Error, "closed");
    assertEquals(liveCiphers(), before);
  });
}
