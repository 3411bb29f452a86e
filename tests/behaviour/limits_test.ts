/** Every wait has an end of its own: nothing hangs, and nothing is cut short. */

import { assert, assertEquals, assertRejects, test } from "#test";
import { listenOrigin, type Origin, Peer } from "./peer.ts";
import { pause } from "./until.ts";
import { type Proxy, through, WIRINGS, withSocks } from "./wiring.ts";

/** How much later than it is due, in seconds, may something be seen on a busy machine. */
const SLACK = 1.5;

const BYTE = Uint8Array.of(1);

/** Holds that the work takes about so long. */
async function takes(seconds: number, tolerance: number, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  const taken = (performance.now() - started) / 1000;
  assert(taken >= seconds * (1 - tolerance), `done after ${taken} s`);
  assert(taken <= seconds * (1 + tolerance) + SLACK, `done after ${taken} s`);
}

/** Runs the body with an application and the origin that it has reached. */
async function withEnds(
  proxy: Proxy,
  body: (application: Peer, target: Peer, origin: Origin) => Promise<void>,
): Promise<void> {
  const origin = await listenOrigin();
  const peers: Peer[] = [];
  try {
    const application = await through(proxy, origin.port);
    peers.push(application);
    await application.send(BYTE);
    const target = await origin.accept();
    await target.take(1);
    await body(application, target, origin);
  } finally {
    for (const peer of peers) await peer.close();
    await origin.close();
  }
}

test("an application that does not say what it wants is let go when the handshake's time is over", () =>
  withSocks({ limits: { handshake: 0.5 } }, async (proxy) => {
    const beginnings = [[], [5], [5, 1, 0], [5, 1, 0, 5, 1, 0, 3, 9, 108, 111]];
    await Promise.all(beginnings.map((bytes) =>
      takes(0.5, 0.1, async () => {
        const peer = await Peer.connect(proxy.port);
        if (bytes.length > 0) await peer.send(Uint8Array.from(bytes));
        assertEquals((await peer.rest()).end, "fin");
        await peer.close();
      })
    ));
    const statuses = (await proxy.log.wait("closed", 4)).map(({ fields }) => fields.status);
    assertEquals(statuses, ["timeout", "timeout", "timeout", "timeout"]);
  }));

test("an application that is not one is let go at once", () =>
  withSocks({}, async (proxy) => {
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\x04\x01\x00\x50\x7f\x00\x00\x01\x00", "\x16\x03\x01\x02\x00"]) {
      const peer = await Peer.connect(proxy.port);
      await peer.send(new TextEncoder().encode(bytes));
      assert((await peer.rest()).end !== null);
      await peer.close();
    }
  }));

for (const { name, run } of WIRINGS) {
  test(`${name}: a connection without a byte ends as an error when its time is over`, () =>
    run({ limits: { idle: 0.5 } }, (proxy) =>
      withEnds(proxy, (application, target) =>
        takes(0.5, 0.05, async () => {
          await application.send(BYTE);
          const ends = await Promise.all([application.rest(), target.rest()]);
          assertEquals(ends.map(({ end }) => end), ["reset", "reset"]);
          assertEquals((await proxy.log.wait("closed"))[0]?.fields.status, "timeout");
        }))));

  test(`${name}: bytes in either direction keep a connection`, () =>
    run({ limits: { idle: 1.5 } }, (proxy) =>
      withEnds(proxy, async (application, target) => {
        for (let turn = 0; turn < 5; turn++) {
          const [from, to] = turn % 2 === 0 ? [application, target] : [target, application];
          await pause(0.5);
          await from.send(BYTE);
          await to.take(1);
        }
      })));

  test(`${name}: one that is half closed ends when that time is over, and bytes keep it`, () =>
    run({ limits: { halfClosed: 1 } }, (proxy) =>
      withEnds(proxy, async (application, target) => {
        application.finish();
        assertEquals((await target.rest()).end, "fin");
        for (let turn = 0; turn < 3; turn++) {
          await pause(0.5);
          await target.send(BYTE);
          await application.take(1);
        }
        await takes(1, 0.05, async () => {
          await target.send(BYTE);
          assertEquals((await application.rest()).end, "reset");
        });
      })));

  test(`${name}: stopping refuses who is new and waits for who is there`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async (application, target) => {
        const stopped = proxy.stop(20);
        await assertRejects(() => Peer.connect(proxy.port));
        await target.send(BYTE);
        await application.take(1);
        target.finish();
        application.finish();
        assertEquals((await application.rest()).end, "fin");
        assertEquals((await target.rest()).end, "fin");
        await stopped;
      })));

  test(`${name}: stopping resets who is still there when the grace is over`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async (application, target) => {
        await takes(0.5, 0.05, () => proxy.stop(0.5));
        const ends = await Promise.all([application.rest(), target.rest()]);
        assertEquals(ends.map(({ end }) => end), ["reset", "reset"]);
        assertEquals((await proxy.log.wait("closed"))[0]?.fields.status, "stopped");
      })));
}
