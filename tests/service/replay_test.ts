/** What a port remembers against repetitions outlives the config that it was opened by. */

import { assertEquals, test } from "#test";
import type { ServerEntry } from "../../config/types.ts";
import { keyOf } from "../behaviour/keys.ts";
import { listenOrigin, Peer } from "../behaviour/peer.ts";
import { noise, serverAt } from "../behaviour/wiring.ts";
import { recorded } from "./recorded.ts";
import { type Reloading, withReloading } from "./reloads.ts";

const HELLO = noise(40, 1);

/** Keys of 32 bytes, so that they fit any method. */
const KEY = keyOf(32, 7);
const OTHER_KEY = keyOf(32, 8);

/** Methods that remember, each in its own way. */
const METHODS = ["2022-blake3-aes-256-gcm", "chacha20-ietf-poly1305", "aes-256-ctr"];

function serverOf(method: string, port = 0, password = KEY): ServerEntry {
  return { ...serverAt(port, method), password };
}

/** Sends the bytes to the port, and waits for what the log says of it. */
async function play({ log, ports }: Reloading, bytes: Uint8Array, count: number): Promise<unknown> {
  const peer = await Peer.connect(ports()[0]!);
  try {
    await peer.send(bytes);
    peer.finish();
    return (await log.wait("closed", count)).at(-1)?.fields.status;
  } finally {
    await peer.close();
  }
}

for (const method of METHODS) {
  test(`${method}: a connection that was served is not served again after a reload, whatever changed meanwhile`, async () => {
    const target = await listenOrigin((peer) => peer.finish());
    try {
      const legacy = { allowLegacy: true };
      await withReloading({ ...legacy, servers: [serverOf(method)] }, async (running) => {
        const { apply } = running;
        const bytes = await recorded(serverOf(method), target.port, HELLO);
        assertEquals(await play(running, bytes, 1), "ok");
        assertEquals(await play(running, bytes, 2), "replay");
        await apply({ ...legacy, servers: [serverOf(method)] }, { idle: 100 });
        assertEquals(await play(running, bytes, 3), "replay");
        // Under another key it is nobody's; when the key comes back it is still known.
        await apply({ ...legacy, servers: [serverOf(method, 0, OTHER_KEY)] });
        await apply({ ...legacy, servers: [serverOf(method)] });
        assertEquals(await play(running, bytes, 4), "replay");
      });
    } finally {
      await target.close();
    }
  });
}
