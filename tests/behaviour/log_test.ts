/** What a log may hold. */

import { assert, assertEquals, test } from "#test";
import type { Level } from "../../relay/log.ts";
import { closedPort, listenOrigin, Peer } from "./peer.ts";
import { ask, type KeptLog, noise, PASSWORD, type Proxy, through, withProxy } from "./wiring.ts";

const SAID = "what the application says";
const ANSWERED = "what the target answers";

/** Everything that happens to a proxy in a day; gives the port of its target. */
async function aDay(proxy: Proxy, serverPort: number): Promise<number> {
  const origin = await listenOrigin();
  try {
    const talks = await Promise.all(["127.0.0.1", "localhost"].map((host) => through(proxy, origin.port, host)));
    for (const application of talks) {
      await application.send(new TextEncoder().encode(SAID));
      const target = await origin.accept();
      await target.take(SAID.length);
      await target.send(new TextEncoder().encode(ANSWERED));
      await application.take(ANSWERED.length);
      if (application === talks[0]) target.finish();
      else target.reset();
      application.finish();
      await application.rest();
      await application.close();
    }
    const failed = await ask(proxy, { host: "localhost", port: await closedPort() });
    failed.peer.finish();
    await failed.peer.rest();
    await failed.peer.close();
    for (const port of [proxy.port, serverPort]) {
      const stranger = await Peer.connect(port);
      await stranger.send(noise(200, 1));
      stranger.finish();
      await stranger.rest();
      await stranger.close();
    }
    return origin.port;
  } finally {
    await origin.close();
  }
}

/** All that both logs hold after such a day, and the port of the target. */
async function logged(level: Level): Promise<{ text: string; port: number }> {
  const logs: KeptLog[] = [];
  let port = 0;
  await withProxy({ level }, async (proxy, server) => {
    logs.push(proxy.log, server.log);
    port = await aDay(proxy, server.port);
    for (const log of logs) await log.wait("closed", 4);
  });
  const events = logs.flatMap((log) => log.events);
  assert(events.length >= 8, "expected a log");
  return { text: events.map((event) => JSON.stringify(event)).join("\n"), port };
}

test("at info level no target stands in the log, neither host nor port", async () => {
  const { text, port } = await logged("info");
  assertEquals(text.match(/localhost/g), null, text);
  assert(!new RegExp(`\\b${port}\\b`).test(text), `${port} stands in ${text}`);
});

test("no level of the log holds a key or what is carried", async () => {
  const { text } = await logged("debug");
  for (const secret of [PASSWORD, SAID, ANSWERED]) assert(!text.includes(secret), `${secret} stands in ${text}`);
});
