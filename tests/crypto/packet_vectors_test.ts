import { assertEquals, test } from "#test";
import { sessionSubkey } from "../../crypto/keys_2022.ts";
import { preparePacketClient } from "../../crypto/packet_method.ts";
import type { PacketClient } from "../../crypto/packets.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { PACKET_METHODS, type PacketMethod, PACKETS_2017, PACKETS_2022, PACKETS_AES_2022 } from "./packet_ends.ts";
import { base64, openAnswer, packetClientOf, packetServerOf, sealPacket } from "./prepared.ts";
import { joined } from "./random.ts";
import { counting, withScript, word } from "./scripted_random.ts";
import { NOW } from "./served_2022.ts";

/** Type 3, "example.com", port 443, "hello". */
const PLAIN = fromHex("030b6578616d706c652e636f6d01bb68656c6c6f");
const CLIENT = "192.0.2.9:5000";
const SESSION = counting(8, 1);

/** Datagrams under the password "test" and a salt of 00, 01 … */
const FIGURES_2017: Readonly<Record<string, string>> = {
  "aes-128-gcm": "000102030405060708090a0b0c0d0e0fc757e57ea24a589491af882c13e1f3356ddcb056330ad3dba736f5484b9f8d80a65" +
    "ecfb1",
  "chacha20-ietf-poly1305":
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f97a8f3ecb62ae6fe57c243953" +
    "27819752adaa14d4b9b3758945e38a12e89d2fece262215",
};

/** Under the key 00, 01 …, session 0102030405060708, id 0, at 1,700,000,000. */
const BODY_2022 = "455977aa47c252c90bc8ff7b83134ac3cbcad84da2d419b1fc198a37a0812";
const PACKET_2022 = `18ba69bb4661fee5a7cc9ec1a731e2780f887748f59fbaddc74035a8fb9de8217${BODY_2022}`;

/** A client whose session id, where it has one, is 01, 02 … */
async function clientOf({ row, provider }: PacketMethod, password: string): Promise<PacketClient> {
  const make = await preparePacketClient(row, password, { provider: provider.name, salts: 10, clock: () => NOW });
  return row.kind === "aead-2022" ? withScript([SESSION], make) : make();
}

/** Opens at a server what must be the plaintext. */
async function assertOpens(method: PacketMethod, packet: Uint8Array, plain = PLAIN): Promise<void> {
  const server = await packetServerOf(method, method.password);
  const out = new Uint8Array(packet.length);
  const { size } = server.open(packet, CLIENT, out);
  assertEquals(toHex(out.subarray(0, size)), toHex(plain));
  server.close();
}

for (const method of PACKETS_2017) {
  const figure = FIGURES_2017[method.row.name];
  if (figure === undefined) continue;
  test(`${method.title} seals and opens the published datagram`, async () => {
    const client = await clientOf(method, method.password);
    const packet = withScript([counting(method.row.saltSize)], () => sealPacket(client, PLAIN));
    assertEquals(toHex(packet), figure);
    await assertOpens(method, packet);
    // Its own datagram would be a repetition to the client that made it.
    const other = await clientOf(method, method.password);
    assertEquals(toHex(openAnswer(other, packet)), toHex(PLAIN));
    client.close();
    other.close();
  });
}

for (const method of PACKETS_2022.filter(({ row }) => row.name === "2022-blake3-aes-128-gcm")) {
  test(`${method.title} seals and opens the published datagram`, async () => {
    const client = await clientOf(method, method.password);
    const packet = withScript([], () => sealPacket(client, PLAIN));
    assertEquals(toHex(packet), PACKET_2022);
    await assertOpens(method, packet);
    client.close();
  });

  test(`${method.title} seals the published headers of a chain, and the same body under the user's key`, async () => {
    const client = await clientOf(method, [counting(16, 0x64), counting(16)].map(base64).join(":"));
    const packet = withScript([], () => sealPacket(client, PLAIN));
    const headers = "6bf280de3bacf15f79b64b7ac09fe637acf770e684ab6b2fc3e787fd3e4294df";
    assertEquals(toHex(packet), headers + PACKET_2022.slice(32));
    client.close();
  });
}

for (const method of PACKETS_AES_2022) {
  const { title, row, provider } = method;

  test(`${title} hides an answer's header under the user's key, with ids from 0 and a body as it should be`, async () => {
    const [own, user] = [counting(row.keySize, 100), counting(row.keySize)];
    const users = [{ name: "ann", password: base64(user) }];
    const server = await packetServerOf(method, base64(own), { users });
    const client = await clientOf(method, [own, user].map(base64).join(":"));
    const packet = sealPacket(client, PLAIN);
    const ours = counting(8, 0xa0);
    const { session } = withScript([ours], () => server.open(packet, CLIENT, new Uint8Array(packet.length)));
    for (const id of [0, 1, 2]) {
      const answer = sealPacket(session, PLAIN);
      const header = answer.slice(0, 16);
      const block = provider.aesBlock(user);
      block.decrypt(header);
      block.close();
      assertEquals(toHex(header), `${toHex(ours)}000000000000000${id}`);
      const aead = provider.aead(row.packetAead!)!(sessionSubkey(user, ours));
      const body = new Uint8Array(answer.length - 32);
      assertEquals(aead.open(header.subarray(4), answer.subarray(16), body), true);
      aead.close();
      // Type 1, 1,700,000,000, the client's session, no padding.
      assertEquals(toHex(body), `01000000006553f100${toHex(SESSION)}0000${toHex(PLAIN)}`);
    }
    client.close();
    server.close();
  });
}

for (const method of PACKETS_2022.filter((method) => !PACKETS_AES_2022.includes(method))) {
  const { title, row, provider } = method;

  test(`${title} seals header and body under the key itself and a nonce of 24 random bytes`, async () => {
    const client = await clientOf(method, method.password);
    const aead = provider.aead(row.packetAead!)!(counting(32));
    for (const id of [0, 1, 2]) {
      const nonce = counting(24, 0x30 + id);
      const packet = withScript([nonce], () => sealPacket(client, PLAIN));
      assertEquals(toHex(packet.subarray(0, 24)), toHex(nonce));
      const plain = new Uint8Array(packet.length - 40);
      assertEquals(aead.open(nonce, packet.subarray(24), plain), true);
      // The session, its count, type 0, 1,700,000,000, no padding.
      assertEquals(toHex(plain), `${toHex(SESSION)}000000000000000${id}00000000006553f1000000${toHex(PLAIN)}`);
      await assertOpens(method, packet);
    }
    aead.close();
    client.close();
  });
}

test("Every provider makes the same datagrams of the same randomness", async () => {
  const made = new Map<string, Set<string>>();
  for (const method of PACKET_METHODS.filter(({ row }) => row.kind !== "none")) {
    const { row } = method;
    const client = await clientOf(method, method.password);
    // The salt or the IV; the nonce of ChaCha20 datagrams of 2022; those of AES need nothing.
    const size = row.kind !== "aead-2022" ? row.saltSize : row.name.includes("aes") ? 0 : 24;
    const packet = withScript([counting(size, 9)], () => sealPacket(client, PLAIN));
    made.set(row.name, (made.get(row.name) ?? new Set()).add(toHex(packet)));
    client.close();
  }
  for (const [name, packets] of made) assertEquals(packets.size, 1, name);
});

for (const method of PACKET_METHODS.filter(({ row }) => row.kind === "none")) {
  test("none sends address and payload as they are, and opens them as they are", async () => {
    const client = await clientOf(method, method.password);
    const packet = withScript([], () => sealPacket(client, PLAIN));
    assertEquals(toHex(packet), toHex(PLAIN));
    await assertOpens(method, packet);
    assertEquals(toHex(openAnswer(client, packet)), toHex(PLAIN));
    client.close();
  });
}

for (const method of PACKETS_2022) {
  const { title } = method;

  /** What padding stands in the datagram of a plaintext, in bytes. */
  const padding = (client: PacketClient, plain: Uint8Array) => sealPacket(client, plain).length - plain.length;

  test(`${title} pads lookups by 1 byte up to 900 in all, whatever chance says, and nothing else`, async () => {
    const client = await packetClientOf(method, method.password);
    const chacha = PACKETS_AES_2022.includes(method) ? [] : [counting(24)];
    const lookups = [
      fromHex("01c00002070035"),
      fromHex("0420010db80000000000000000000000010035"),
      fromHex("03036e73310035"),
    ];
    for (const address of lookups) {
      const other = address.slice();
      other[other.length - 1] = 54;
      const far = address.slice();
      far[far.length - 2] = 1;
      for (const size of [0, 1, 30, 512]) {
        const plain = joined([address, new Uint8Array(size)]);
        const bare = withScript(chacha, () => padding(client, joined([other, new Uint8Array(size)])));
        assertEquals(withScript(chacha, () => padding(client, joined([far, new Uint8Array(size)]))), bare);
        for (const chance of [0, 1, 899 - plain.length, 900 - plain.length, 2 ** 32 - 1]) {
          const added = withScript([word(chance), ...chacha], () => padding(client, plain)) - bare;
          assertEquals(added, chance % (900 - plain.length) + 1, `${size} bytes, ${chance}`);
        }
        const packet = sealPacket(client, plain);
        await assertOpens(method, packet, plain);
      }
      const full = joined([address, new Uint8Array(900 - address.length)]);
      const bare = withScript(chacha, () => padding(client, joined([other, full.subarray(address.length)])));
      assertEquals(withScript(chacha, () => padding(client, full)), bare);
    }
    client.close();
  });

  test(`${title} pads the answers to lookups too`, async () => {
    const [client, server] = [
      await packetClientOf(method, method.password),
      await packetServerOf(method, method.password),
    ];
    const { session } = server.open(sealPacket(client, PLAIN), CLIENT, new Uint8Array(2000));
    const chacha = PACKETS_AES_2022.includes(method) ? [] : [counting(24)];
    const plain = fromHex("01c0000207003500ff");
    const sizes = [0, 100, 890].map((chance) =>
      withScript([word(chance), ...chacha], () => sealPacket(session, plain))
    );
    assertEquals(sizes.map(({ length }) => length - sizes[0]!.length), [0, 100, 890]);
    for (const packet of sizes) assertEquals(toHex(openAnswer(client, packet)), toHex(plain));
    client.close();
    server.close();
  });
}
