/** A prober learns nothing: whatever is wrong with its first bytes, it gets no answer, and the same end at the same time. */

import { assert, assertEquals, test } from "#test";
import { Drains } from "../../relay/handshake.ts";
import type { Inbound } from "../../relay/request.ts";
import { listenOrigin, Peer } from "./peer.ts";
import { until } from "./until.ts";
import { noise, serverAt, through, withLocal, withServer, withSocks } from "./wiring.ts";

/** Seconds that a handshake may take in these tests, and how much later than it may an end be seen on a busy machine. */
const LIMIT = 1;
const SLACK = 1;
const JITTER = 0.1;

const SALT_SIZES = { "chacha20-ietf-poly1305": 32, "aes-128-gcm": 16 };

/** What the application says first, and how much is sent for it besides: size and tag, address, tag. */
const HELLO = noise(40, 1);
const AROUND_HELLO = 2 + 16 + 7 + 16;

/** What a server answers it with. */
const ANSWER = noise(500, 2);

/** Sends bytes as a stranger, and holds that it meets the one end that there is. */
async function probe(port: number, bytes: Uint8Array, what: string): Promise<void> {
  const started = performance.now();
  const peer = await Peer.connect(port);
  try {
    if (bytes.length > 0) await peer.send(bytes);
    const rest = await peer.rest();
    const seconds = (peer.endedAt - started) / 1000;
    assertEquals({ what, got: rest.bytes.length, end: rest.end }, { what, got: 0, end: "fin" });
    assert(seconds >= LIMIT * (1 - JITTER), `${what}: ended after ${seconds} s`);
    assert(seconds <= LIMIT * (1 + JITTER) + SLACK, `${what}: ended after ${seconds} s`);
  } finally {
    await peer.close();
  }
}

/** Sends all of these at once. */
async function probeAll(port: number, probes: Iterable<[string, Uint8Array]>): Promise<void> {
  await Promise.all([...probes].map(([what, bytes]) => probe(port, bytes, what)));
}

/** What our client sends first for an application that says hello to a target on this machine. */
async function recordedPacket(method: string, saltSize: number, targetPort: number): Promise<Uint8Array> {
  const recorder = await listenOrigin();
  try {
    let packet = new Uint8Array(0);
    await withLocal(serverAt(recorder.port, method), {}, async (proxy) => {
      const application = await through(proxy, targetPort);
      await application.send(HELLO);
      packet = (await (await recorder.accept()).take(saltSize + AROUND_HELLO + HELLO.length)).slice();
      await application.close();
    });
    return packet;
  } finally {
    await recorder.close();
  }
}

/** The recorded packet with one byte changed, for each of its bytes. */
function* changed(packet: Uint8Array): Iterable<[string, Uint8Array]> {
  for (let at = 0; at < packet.length; at++) {
    const copy = packet.slice();
    copy[at]! ^= 1 + at % 255;
    yield [`byte ${at} changed`, copy];
  }
}

for (const [method, saltSize] of Object.entries(SALT_SIZES)) {
  const options = { method, limits: { handshake: LIMIT } };

  test(`${method}: random bytes of every length from 1 to 300 meet the same end`, () =>
    withServer(options, async ({ port, log }) => {
      const lengths = Array.from({ length: 300 }, (_, i) => i + 1);
      await probeAll(port, lengths.map((length) => [`${length} random bytes`, noise(length, length)]));
      const statuses = (await log.wait("closed", 300)).map(({ fields }) => fields.status);
      assertEquals([...new Set(statuses)].sort(), ["authentication", "timeout"]);
    }));

  test(`${method}: a first packet meets the same end whichever of its bytes is changed`, () =>
    withServer(options, async ({ port }) => {
      await probeAll(port, changed(await recordedPacket(method, saltSize, 9)));
    }));

  test(`${method}: a first packet meets the same end wherever it is cut`, () =>
    withServer(options, async ({ port }) => {
      const packet = await recordedPacket(method, saltSize, 9);
      const cuts = Array.from(packet, (_, length) => packet.subarray(0, length));
      await probeAll(port, cuts.map((bytes) => [`the first ${bytes.length} bytes`, bytes]));
    }));

  test(`${method}: a first packet is served once; replays, and our own answer, meet the same end`, async () => {
    const origin = await listenOrigin();
    try {
      await withServer(options, async ({ port, log }) => {
        const packet = await recordedPacket(method, saltSize, origin.port);
        const client = await Peer.connect(port);
        await client.send(packet);
        const target = await origin.accept();
        assertEquals(await target.take(HELLO.length), HELLO);
        await target.send(ANSWER);
        const answer = (await client.take(saltSize + 2 + 16 + ANSWER.length + 16)).slice();
        await probeAll(port, [
          ["a replay", packet],
          ["another replay", packet],
          ["a replay with more behind it", new Uint8Array([...packet, ...noise(200, 3)])],
          ["our own answer", answer],
        ]);
        target.finish();
        client.finish();
        await client.rest();
        await client.close();
        const statuses = (await log.wait("closed", 5)).map(({ fields }) => fields.status).sort();
        assertEquals(statuses.filter((status) => status === "replay").length, 4, statuses.join());
      });
    } finally {
      await origin.close();
    }
  });
}

test("a stranger that ends its side is let go at once", () =>
  withServer({ limits: { handshake: 25 } }, async ({ port }) => {
    for (const length of [0, 1, 33, 50, 51, 221, 300]) {
      const peer = await Peer.connect(port);
      if (length > 0) await peer.send(noise(length, length));
      peer.finish();
      const { bytes, end } = await peer.rest();
      assertEquals([bytes.length, end], [0, "fin"]);
      await peer.close();
    }
  }));

test("more strangers than are read at once close none before its time, and what they send more is taken", async () => {
  const drains = new Drains(3, 1000);
  const inbound: Inbound = { handle: (stream, _, limit) => drains.hold(stream, limit) };
  await withSocks({ inbound, limits: { handshake: LIMIT } }, async (proxy) => {
    const started = performance.now();
    const peers: Peer[] = [];
    for (let held = 1; held <= 6; held++) {
      peers.push(await Peer.connect(proxy.port));
      await until(() => drains.size === Math.min(held, 3));
    }
    for (const peer of peers) await peer.send(noise(100, 3));
    for (const peer of peers) {
      assertEquals((await peer.rest()).bytes.length, 0);
      const seconds = (peer.endedAt - started) / 1000;
      assert(seconds >= LIMIT * (1 - JITTER), `ended after ${seconds} s`);
      await peer.close();
    }
  });
});

test("of a stranger that does not stop no more is read than the bound, until its time is over", () =>
  withServer({ limits: { handshake: LIMIT, drainBytes: 64 * 1024 } }, async ({ port }) => {
    const started = performance.now();
    const peer = await Peer.connect(port);
    // Far more than two kernels' buffers hold.
    const sent = peer.send(noise(64 * 1024 * 1024, 5));
    const { bytes } = await peer.rest();
    const seconds = (peer.endedAt - started) / 1000;
    await peer.close();
    assertEquals([bytes.length, await sent], [0, false]);
    assert(seconds >= LIMIT * (1 - JITTER) && seconds <= LIMIT * (1 + JITTER) + SLACK, `ended after ${seconds} s`);
  }));
