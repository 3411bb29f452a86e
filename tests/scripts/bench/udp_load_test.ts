/** The client that keeps datagrams in flight counts what comes back. */

import { assert, assertEquals, test } from "#test";
import { bindPackets } from "#net";
import { DatagramLoad } from "../../../scripts/bench/udp_load.ts";
import type { PacketClient } from "../../../crypto/packets.ts";
import type { PacketSocket } from "../../../net/types.ts";

const HOST = "127.0.0.1";

/** Sends back what comes, until it is closed. */
async function echo(socket: PacketSocket): Promise<void> {
  for (let batch = await socket.next(); batch !== null; batch = await socket.next()) {
    for (let i = 0; i < batch.count; i++) await socket.send(batch.data(i), batch.from(i));
    socket.flush();
  }
}

test("echoes are counted, and the codec is let go of at the end", async () => {
  let closed = 0;
  let sealed = 0;
  const client = {
    seal(plain: Uint8Array, out: Uint8Array) {
      sealed++;
      out.set(plain);
      return plain.length;
    },
    open: () => null,
    close: () => void closed++,
  } as unknown as PacketClient; // Plain bytes: what they are made of is the codecs' business.
  const server = await bindPackets({ host: HOST, port: 0 });
  const echoing = echo(server);
  const socket = await bindPackets({ host: HOST, port: 0 });
  const load = new DatagramLoad(client, socket, { server: server.local, echo: { host: HOST, port: 9 } });
  await load.untilHeard();
  const { echoes, elapsed } = await load.run(0.05);
  await load.close();
  server.close();
  await echoing;
  assert(echoes > 0 && echoes <= sealed);
  assert(elapsed >= 0.05);
  assertEquals(closed, 1);
}, { limit: 10 });
