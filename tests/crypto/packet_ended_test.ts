import { assert, assertEquals, assertThrows, test } from "#test";
import { findMethod } from "../../crypto/methods.ts";
import { preparePacketClient, preparePacketServer } from "../../crypto/packet_method.ts";
import { PacketWindow } from "../../crypto/packet_window.ts";
import { generateKey } from "../../crypto/psk.ts";
import { CipherError } from "../../crypto/types.ts";

const PLAIN = Uint8Array.of(1, 127, 0, 0, 1, 0, 80, 42);

test("A window that goes on from a former life takes nothing up to its newest id, and all that is newer once", () => {
  const window = new PacketWindow(100);
  for (const id of [0, 99, 100]) assertEquals(window.enter(id), false);
  for (const id of [101, 103, 102, 9000]) assertEquals(window.enter(id), true);
  for (const id of [100, 101, 102, 103, 9000]) assertEquals(window.enter(id), false);
  assertEquals(window.newest, 9000);
});

for (const name of ["2022-blake3-aes-128-gcm", "2022-blake3-chacha20-poly1305"]) {
  test(`A datagram of a session that has ended is still a repetition, and a newer one begins anew: ${name}`, async () => {
    let now = 1_700_000_000;
    const row = findMethod(name);
    assert(row);
    const key = generateKey(row);
    const options = { provider: "auto", salts: 10, clock: () => now } as const;
    const client = (await preparePacketClient(row, key, options))();
    const server = await preparePacketServer(row, key, [], options);
    const packets = [0, 1, 2].map(() => {
      const packet = new Uint8Array(2000);
      return packet.slice(0, client.seal(PLAIN, packet));
    });
    const out = new Uint8Array(2000);
    server.open(packets[0]!, "client", out).session.close();
    now += 25;
    const fault = assertThrows(() => server.open(packets[0]!, "client", out), CipherError);
    assertEquals(fault.fault, "replay");
    assertEquals(server.open(packets[2]!, "client", out).size, PLAIN.length);
    const late = assertThrows(() => server.open(packets[0]!, "client", out), CipherError);
    assertEquals(late.fault, "replay");
    assertEquals(server.open(packets[1]!, "client", out).size, PLAIN.length);
    client.close();
    server.close();
  });
}
