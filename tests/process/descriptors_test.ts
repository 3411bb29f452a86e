/** At the limit of descriptors the program waits in peace, and accepts again once there are some. */

import { assert, assertEquals, test } from "#test";
import { putAddress } from "../../relay/address.ts";
import { joined } from "../crypto/random.ts";
import { Mailbox } from "../net/mailbox.ts";
import { listenOrigin, type Origin, Peer } from "../behaviour/peer.ts";
import { pause } from "../behaviour/until.ts";
import { serverAt, through, withLocal } from "../behaviour/wiring.ts";
import { type AtWork, withServerProcess } from "./at_work.ts";
import { processorTime } from "./usage.ts";

/** Descriptors that the program may have, and connections that want one. */
const LIMIT = 128;
const CONNECTIONS = 200;

/** Seconds over which its work is measured, and the most that it may do in one. */
const MEASURED = 3;
const MOST_LOAD = 0.05;

/** Seconds within which it accepts again, and what a busy machine may add. */
const RECOVERS_WITHIN = 1;
const SLACK = 1;

/** The command line under a limit of descriptors, hard as well as soft: runtimes raise the soft one. */
function limited(command: string[]): string[] {
  return ["sh", "-c", `ulimit -n ${LIMIT}; exec "$@"`, "sh", ...command];
}

/** Whether a connection through the server reaches an origin that speaks first. */
async function serves(serverPort: number, originPort: number): Promise<boolean> {
  let heard = false;
  await withLocal(serverAt(serverPort), {}, async (proxy) => {
    const application = await through(proxy, originPort);
    heard = (await application.rest()).bytes.length > 0;
    await application.close();
  });
  return heard;
}

/** Holds one more connection, or finds it refused, as the runtime's own listener on Bun does. */
async function hold(port: number, held: Peer[]): Promise<void> {
  const peer = await Peer.connect(port).catch(() => null);
  if (peer !== null) held.push(peer);
}

/** Holds connections until the program has no descriptor left. */
async function flood({ program, port }: AtWork, held: Peer[]): Promise<void> {
  for (let i = 0; i < CONNECTIONS; i++) await hold(port, held);
  await program.line(/descriptors-exhausted/);
}

/** Uses the descriptors up, frees them, and measures. */
async function exhaust(server: AtWork, origin: Origin): Promise<void> {
  const { program, port } = server;
  const held: Peer[] = [];
  try {
    assert(await serves(port, origin.port), "it serves at first");
    await flood(server, held);
    const before = processorTime(program.pid);
    await pause(MEASURED);
    const load = (processorTime(program.pid) - before) / MEASURED;
    await Promise.all(held.map((peer) => peer.close()));
    const freed = performance.now();
    while (!await serves(port, origin.port));
    const seconds = (performance.now() - freed) / 1000;
    console.log(`load ${(load * 100).toFixed(1)} %, accepting again after ${seconds.toFixed(2)} s`);
    assert(load < MOST_LOAD, `load ${load}`);
    assert(seconds < RECOVERS_WITHIN + SLACK, `accepting again after ${seconds} s`);
    await program.line(/descriptors-free/);
  } finally {
    for (const peer of held) await peer.close();
  }
}

/** Whether what a client asks for is answered. */
async function answers(port: number, request: Uint8Array): Promise<boolean> {
  const client = await Peer.connect(port);
  try {
    void client.send(request);
    return (await client.rest()).bytes.length > 0;
  } finally {
    await client.close();
  }
}

/** Asks for the first name when there is no descriptor, and for how it goes; then once more for the name. */
async function askAtTheLimit(server: AtWork, origin: Origin): Promise<void> {
  const { program, port } = server;
  const request = putAddress({ host: "localhost", port: origin.port });
  const early = await Peer.connect(port);
  const held = [early];
  try {
    await flood(server, held);
    program.signal("SIGUSR2");
    await program.line(/ status /);
    void early.send(request);
    await early.rest();
    await Promise.all(held.map((peer) => peer.close()));
    while (!await answers(port, request));
  } finally {
    for (const peer of held) await peer.close();
  }
}

/** Sends from more addresses than there are descriptors, and then connects. */
async function associate({ port }: AtWork, origin: Origin): Promise<void> {
  const target = await Mailbox.bind();
  const clients: Mailbox[] = [];
  try {
    for (let i = 0; i < CONNECTIONS; i++) {
      const client = await Mailbox.bind();
      clients.push(client);
      await client.send(joined([putAddress(target.local), Uint8Array.of(i)]), { host: "127.0.0.1", port });
      assertEquals([...(await target.take()).bytes], [i]);
    }
    assert(await answers(port, putAddress({ host: "127.0.0.1", port: origin.port })), "connections have their part");
  } finally {
    for (const box of [target, ...clients]) await box.close();
  }
}

/** Runs the body with an origin that speaks first. */
async function withSpeaker(body: (origin: Origin) => Promise<void>): Promise<void> {
  const origin = await listenOrigin((peer) => {
    void peer.send(Uint8Array.of(1));
    peer.finish();
  });
  try {
    await body(origin);
  } finally {
    await origin.close();
  }
}

const NAME = "at the limit of descriptors the server rests, and accepts again within a second of some being free";
test(NAME, () => withSpeaker((origin) => withServerProcess((server) => exhaust(server, origin), limited)), {
  limit: 60,
});

test(
  "at the limit of descriptors neither a first name nor a question how it goes ends the server",
  () => withSpeaker((origin) => withServerProcess((server) => askAtTheLimit(server, origin), limited, ["-m", "none"])),
  { limit: 60 },
);

test(
  "associations take half of the descriptors at most: the oldest goes, and connections are served",
  () => withSpeaker((origin) => withServerProcess((server) => associate(server, origin), limited, ["-m", "none"])),
  { limit: 60 },
);
