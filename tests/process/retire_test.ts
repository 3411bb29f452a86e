/** SIGQUIT, as the Python program's server understands it; and pipes that nobody reads. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { assert, assertEquals, test } from "#test";
import { listenOrigin, Peer } from "../behaviour/peer.ts";
import { freePort } from "../interop/free_port.ts";
import { until } from "../behaviour/until.ts";
import { startProcess, umbra } from "./started.ts";

/** Connects as soon as somebody accepts. */
async function connectSoon(port: number): Promise<Peer> {
  let peer: Peer | null = null;
  await until(async () => (peer = await Peer.connect(port).catch(() => null)) !== null);
  return peer!;
}

/** What a client without a cipher says first: the address of a port of this machine. */
function addressOf(port: number): Uint8Array {
  return Uint8Array.of(1, 127, 0, 0, 1, port >> 8, port & 255);
}

test("at SIGQUIT ports are free at once, live connections go on, and the program ends with the last", async () => {
  const port = await freePort();
  const origin = await listenOrigin();
  const words = umbra("ssserver", "-s", "127.0.0.1", "-p", `${port}`, "-k", "pw", "-m", "none", "--forbidden-ip", "");
  const old = startProcess(words);
  try {
    await old.line(/starting server/);
    const live = await Peer.connect(port);
    await live.send(addressOf(origin.port));
    const target = await origin.accept();
    old.signal("SIGQUIT");
    await until(async () => !await Peer.connect(port).then((peer) => peer.close().then(() => true), () => false));
    const successor = startProcess(words);
    try {
      await successor.line(/starting server/);
      await live.send(Uint8Array.of(1, 2, 3));
      assertEquals(await target.take(3), Uint8Array.of(1, 2, 3));
      await target.send(Uint8Array.of(4, 5));
      assertEquals(await live.take(2), Uint8Array.of(4, 5));
      await live.close();
      await target.close();
      assertEquals(await old.ended(), 0, old.err);
      successor.signal("SIGINT");
      assertEquals(await successor.ended(), 1);
    } finally {
      await successor.kill();
    }
  } finally {
    await old.kill();
    await origin.close();
  }
});

/** A shell that fills a pipe to the brim, and becomes the program whose output goes there; nobody reads it. */
const WITH_FULL_PIPE = 'mkfifo "$0"; exec 3<>"$0"; head -c 65536 /dev/zero >&3; exec "$@" >&3 2>&3';

test("full pipes stop nothing, with -v", async () => {
  const folder = await mkdtemp(`${tmpdir()}/umbra-pipe-`);
  const port = await freePort();
  const words = ["ss-server", "-s", "127.0.0.1", "-p", `${port}`, "-k", "pw", "-m", "aes-256-gcm", "-v"];
  const program = startProcess(["sh", "-c", WITH_FULL_PIPE, `${folder}/pipe`, ...umbra(...words)]);
  try {
    await (await connectSoon(port)).close();
    const started = performance.now();
    for (let i = 0; i < 50; i++) {
      const peer = await Peer.connect(port);
      peer.reset();
      await peer.close();
    }
    program.signal("SIGTERM");
    assertEquals(await program.ended(), 0);
    assert(performance.now() - started < 5000);
  } finally {
    await program.kill();
    await rm(folder, { recursive: true });
  }
});
