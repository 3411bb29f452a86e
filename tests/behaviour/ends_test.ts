/** How connections end: what one side does is what the other side sees. */

import { assert, assertEquals, test } from "#test";
import { listenOrigin, type Origin, type Peer } from "./peer.ts";
import { noise, type Proxy, through, WIRINGS } from "./wiring.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An application's end and the target's end of one connection through the proxy. */
interface Ends {
  readonly application: Peer;
  readonly target: Peer;
}

/** Runs the body with an origin, and closes it. */
async function withOrigin(body: (origin: Origin) => Promise<void>): Promise<void> {
  const origin = await listenOrigin();
  try {
    await body(origin);
  } finally {
    await origin.close();
  }
}

/** Runs the body with a connection over which both sides have spoken. */
function withEnds(proxy: Proxy, body: (ends: Ends) => Promise<void>): Promise<void> {
  return withOrigin(async (origin) => {
    const application = await through(proxy, origin.port);
    try {
      await application.send(encoder.encode("ping"));
      const target = await origin.accept();
      assertEquals(decoder.decode(await target.take(4)), "ping");
      await target.send(encoder.encode("pong"));
      assertEquals(decoder.decode(await application.take(4)), "pong");
      await body({ application, target });
    } finally {
      await application.close();
    }
  });
}

for (const { name, run } of WIRINGS) {
  test(`${name}: who ends its own side first still gets the whole answer`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async ({ application, target }) => {
        const question = noise(100_000, 1);
        const answer = noise(1024 * 1024, 2);
        await application.send(question);
        application.finish();
        assertEquals(await target.rest(), { bytes: question, end: "fin" });
        await target.send(answer);
        target.finish();
        const got = await application.rest();
        assertEquals(got.end, "fin");
        assert(Buffer.compare(got.bytes, answer) === 0, "the answer differs");
        assertEquals((await proxy.log.wait("closed"))[0]?.fields.status, "ok");
      })));

  test(`${name}: a target's end comes with all its data, and the application may go on`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async ({ application, target }) => {
        const answer = noise(1024 * 1024, 3);
        await target.send(answer);
        target.finish();
        const got = await application.rest();
        assertEquals(got.end, "fin");
        assert(Buffer.compare(got.bytes, answer) === 0, "the answer differs");
        await application.send(encoder.encode("and more"));
        application.finish();
        assertEquals(decoder.decode((await target.rest()).bytes), "and more");
        assertEquals(target.end, "fin");
      })));

  test(`${name}: a target's reset is a reset to the application`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async ({ application, target }) => {
        target.reset();
        assertEquals((await application.rest()).end, "reset");
        assertEquals((await proxy.log.wait("closed"))[0]?.fields.status, "reset");
      })));

  test(`${name}: a target's reset after its application's end is a reset to the application`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async ({ application, target }) => {
        application.finish();
        assertEquals((await target.rest()).end, "fin");
        target.reset();
        assertEquals((await application.rest()).end, "reset");
      })));

  test(`${name}: an application's reset is a reset to the target`, () =>
    run({}, (proxy) =>
      withEnds(proxy, async ({ application, target }) => {
        application.reset();
        assertEquals((await target.rest()).end, "reset");
      })));

  test(`${name}: a target that speaks first is heard by an application that says nothing`, () =>
    run({}, (proxy) =>
      withOrigin(async (origin) => {
        const application = await through(proxy, origin.port);
        const target = await origin.accept();
        await target.send(encoder.encode("220 ready\r\n"));
        assertEquals(decoder.decode(await application.take(11)), "220 ready\r\n");
        await application.close();
      })));

  test(`${name}: a target that ends without a byte is an empty, clean end`, () =>
    run({}, (proxy) =>
      withOrigin(async (origin) => {
        const application = await through(proxy, origin.port);
        const target = await origin.accept();
        target.finish();
        const { bytes, end } = await application.rest();
        assertEquals([bytes.length, end], [0, "fin"]);
        await application.close();
      })));

  test(`${name}: an application that ends without a byte gets its answer`, () =>
    run({}, (proxy) =>
      withOrigin(async (origin) => {
        const application = await through(proxy, origin.port);
        application.finish();
        const target = await origin.accept();
        assertEquals((await target.rest()).end, "fin");
        await target.send(encoder.encode("still here"));
        target.finish();
        assertEquals(decoder.decode((await application.rest()).bytes), "still here");
        assertEquals(application.end, "fin");
        await application.close();
      })));
}
