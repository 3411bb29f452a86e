/** Chains of proxies between us and the target, over real sockets. */

import { assert, assertEquals, assertNotEquals, test } from "#test";
import type { Config } from "../../config/types.ts";
import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import type { Hop } from "../../relay/outbound/hop.ts";
import { proxyChain, type ReadyHop } from "../../relay/outbound/proxy_chain.ts";
import { start } from "../../service/mod.ts";
import { Mailbox } from "../net/mailbox.ts";
import { askAssociate, tunnelFor, tunnelSender, withSender } from "./datagrams.ts";
import { withHttpProxy } from "./http_proxy.ts";
import { closedPort, listenOrigin, type Origin, type Peer } from "./peer.ts";
import {
  ask,
  configOf,
  KeptLog,
  localFor,
  METHOD,
  noise,
  PASSWORD,
  type Proxy,
  type Server,
  serverAt,
  through,
  withServer,
  withSocks,
} from "./wiring.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const socksAt = (port: number) => ({ kind: "socks5", host: "127.0.0.1", port }) as const;
const httpAt = (port: number) => ({ kind: "http", host: "127.0.0.1", port }) as const;
const shadowsocksAt = (port: number): Hop => ({
  kind: "ss",
  host: "127.0.0.1",
  port,
  method: METHOD,
  password: PASSWORD,
});

/** Runs the body with an application's SOCKS5 port whose connections go through the proxies. */
function withChain(
  hops: readonly ReadyHop[],
  limits: Partial<Limits>,
  body: (proxy: Proxy) => Promise<void>,
): Promise<void> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return withSocks({ level: "debug", limits, outbound: proxyChain(hops, directOutbound(all), all) }, body);
}

/** Runs the body with what a config starts, and its log. */
async function withService(
  parts: Partial<Omit<Config, "limits">>,
  body: (server: Server) => Promise<void>,
): Promise<void> {
  const log = new KeptLog("debug");
  const service = await start(configOf(parts, { connect: 2 }), log);
  try {
    await body({ port: service.listeners[0]!.port, log, service });
  } finally {
    await service.stop(0);
  }
}

async function withOrigin(body: (origin: Origin) => Promise<void>): Promise<void> {
  const origin = await listenOrigin();
  try {
    await body(origin);
  } finally {
    await origin.close();
  }
}

/** An application and a target speak with each other through a proxy, to both ends. */
async function exchange(proxy: Pick<Proxy, "port">): Promise<void> {
  await withOrigin(async (origin) => {
    const application = await through(proxy, origin.port);
    const [question, answer] = [noise(100_000, 1), noise(300_000, 2)];
    await application.send(question);
    application.finish();
    const target = await origin.accept();
    const asked = await target.rest();
    assertEquals([Buffer.compare(asked.bytes, question), asked.end], [0, "fin"]);
    await target.send(answer);
    target.finish();
    const got = await application.rest();
    assertEquals([Buffer.compare(got.bytes, answer), got.end], [0, "fin"]);
    await application.close();
  });
}

test("chain: one SOCKS5 proxy, one HTTP proxy, and all mixes of two", () =>
  withSocks({}, (socks) =>
    withHttpProxy(null, async (http) => {
      const hops = [socksAt(socks.port), httpAt(http.port)];
      for (const a of hops) {
        await withChain([a], {}, exchange);
        for (const b of hops) await withChain([a, b], {}, exchange);
      }
      assert(http.asked.includes(`127.0.0.1:${socks.port}`), "HTTP never led to SOCKS5");
      assert(http.asked.includes(`127.0.0.1:${http.port}`), "HTTP never led to HTTP");
    })));

test("chain: SOCKS5, Shadowsocks and HTTP, in every order, on the server's side", () =>
  withSocks({}, (socks) =>
    withHttpProxy(null, (http) =>
      withServer({}, async (inner) => {
        const [a, b, c] = [socksAt(socks.port), httpAt(http.port), shadowsocksAt(inner.port)];
        for (const hops of [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]) {
          await withService(
            { servers: [serverAt()], outboundProxy: hops },
            (server) => withService({ locals: [localFor(serverAt(server.port))] }, exchange),
          );
        }
        assertEquals(inner.service.counters.ended.ok, 6);
      }))));

test("chain: a client reaches its server through proxies", () =>
  withSocks({}, (socks) =>
    withHttpProxy("umbra:s3cret", (http) =>
      withServer({}, async (server) => {
        const hops: Hop[] = [socksAt(socks.port), { ...httpAt(http.port), user: "umbra", password: "s3cret" }];
        await withService({ locals: [localFor(serverAt(server.port))], outboundProxy: hops }, async (local) => {
          await exchange(local);
          await local.log.wait("closed");
          assertEquals(local.log.events.filter(({ fields }) => JSON.stringify(fields).includes("s3cret")), []);
        });
        assertEquals(http.asked, [`127.0.0.1:${server.port}`]);
      }))));

test("chain: a target that speaks first is heard, also behind an HTTP proxy's answer", () =>
  withHttpProxy(null, (http) =>
    withChain([httpAt(http.port)], {}, (proxy) =>
      withOrigin(async (origin) => {
        const application = await through(proxy, origin.port);
        await (await origin.accept()).send(encoder.encode("220 ready\r\n"));
        assertEquals(decoder.decode(await application.take(11)), "220 ready\r\n");
        await application.close();
      }))));

/** The reply to a request through a chain. */
async function replyThrough(hops: readonly ReadyHop[], limits: Partial<Limits>, port = 1): Promise<[number, string]> {
  let outcome: [number, string] = [-1, ""];
  await withChain(hops, limits, async (proxy) => {
    const { peer, code } = await ask(proxy, { host: "127.0.0.1", port });
    await peer.close();
    const [failed] = await proxy.log.wait("dial-failed");
    outcome = [code, String(failed!.fields.reason)];
  });
  return outcome;
}

test("chain: what the last proxy says of the target is what the application is told", () =>
  withSocks({}, (socks) =>
    withHttpProxy("umbra:s3cret", async (http) => {
      const closed = await closedPort();
      assertEquals((await replyThrough([socksAt(socks.port)], {}, closed))[0], 5);
      const known = { ...httpAt(http.port), user: "umbra", password: "s3cret" };
      assertEquals((await replyThrough([known], {}, closed))[0], 4);
      const [denied, why] = await replyThrough([httpAt(http.port)], {}, closed);
      assertEquals([denied, why.includes("authentication"), why.includes("s3cret")], [2, true, false]);
      assertEquals((await replyThrough([socksAt(socks.port), { ...known, password: "no" }], {}, closed))[0], 2);
      const [refused, reason] = await replyThrough([known, socksAt(closed)], {});
      assertEquals([refused, reason.includes(`127.0.0.1:${http.port}`)], [4, true]);
    })));

test("chain: proxies that are silent, slow or endless are given up, and their connections closed", async () => {
  const endless = (peer: Peer) => void peer.send(encoder.encode(`HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(10_000)}`));
  const slow = (peer: Peer) => {
    const timer = setInterval(() => void peer.send(encoder.encode("H")), 50);
    void peer.rest().then(() => clearInterval(timer));
  };
  const cases: [(peer: Peer) => void, number][] = [[() => {}, 6], [slow, 6], [endless, 1]];
  for (const [serve, reply] of cases) {
    const peers: Peer[] = [];
    const origin = await listenOrigin((peer) => {
      peers.push(peer);
      serve(peer);
    });
    assertEquals((await replyThrough([httpAt(origin.port)], { connect: 0.3 }))[0], reply);
    assertNotEquals((await peers[0]!.rest()).end, null);
    await origin.close();
  }
});

test("chain: SOCKS5 refuses datagrams, which no proxy would carry", () =>
  withServer(
    {},
    (server) =>
      withService(
        { locals: [localFor(serverAt(server.port))], outboundProxy: [socksAt(server.port)] },
        async (local) => {
          const { peer, code } = await askAssociate(local.port);
          await peer.close();
          assertEquals(code, 7);
        },
      ),
  ));

test("chain: datagrams do not go around the proxies, neither a client's nor a server's", async () => {
  const target = await Mailbox.bind();
  const outboundProxy = [socksAt(await closedPort())];
  try {
    await withServer(
      {},
      (plain) =>
        withService(
          { locals: [tunnelFor(serverAt(plain.port), target.local)], outboundProxy },
          (local) => assertRefused(local, local.port, target),
        ),
    );
    await withService(
      { servers: [serverAt()], outboundProxy },
      (server) =>
        withService(
          { locals: [tunnelFor(serverAt(server.port), target.local)] },
          (local) => assertRefused(server, local.port, target),
        ),
    );
  } finally {
    await target.close();
  }
});

/** A datagram into a tunnel is refused by whoever has the log, and never comes to the target. */
async function assertRefused({ log }: Server, entrance: number, target: Mailbox): Promise<void> {
  await withSender(tunnelSender(entrance, target.local), async (sender) => {
    await sender.send(encoder.encode("around"), target.local);
    const [failed] = await log.wait("association-failed");
    assert(String(failed!.fields.reason).includes("upstream proxies carry connections alone"));
  });
  await target.send(encoder.encode("own"), target.local);
  assertEquals(decoder.decode((await target.take()).bytes), "own");
}
