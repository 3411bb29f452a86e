/** Access control lists at work, over real sockets. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { bindPackets } from "#net";
import { assertEquals, assertRejects, test } from "#test";
import { ConfigError } from "../../config/types.ts";
import type { Answer } from "../../dns/types.ts";
import { NO_RULES } from "../../relay/rules.ts";
import { parseAcl } from "../../relay/acl/parse.ts";
import { directPackets } from "../../relay/outbound/direct_packets.ts";
import { packetsByAcl } from "../../relay/outbound/packets_by_acl.ts";
import { SYSTEM_RESOLVER } from "../../relay/system_resolver.ts";
import { Targets } from "../../relay/targets.ts";
import { type Service, start } from "../../service/mod.ts";
import { MemoryOutbound } from "../relay/memory_packets.ts";
import { settled } from "../relay/memory_stream.ts";
import { closedPort, listenOrigin } from "./peer.ts";
import { ask, configOf, KeptLog, localFor, serverAt } from "./wiring.ts";

/** Runs the body with a file that holds the text. */
async function withFile(text: string, body: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-acl-`);
  try {
    await writeFile(`${folder}/test.acl`, text);
    await body(`${folder}/test.acl`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the body with what a config starts. */
async function withService(
  config: Parameters<typeof configOf>[0],
  body: (service: Service, log: KeptLog) => Promise<void>,
): Promise<void> {
  const log = new KeptLog("debug");
  const service = await start(configOf(config), log);
  try {
    await body(service, log);
  } finally {
    await service.stop(0);
  }
}

test("a client goes past the server to what is bypassed, and through it to the rest", async () => {
  const origin = await listenOrigin((peer) => peer.finish());
  const server = serverAt(await closedPort());
  try {
    await withFile("[proxy_all]\n[bypass_list]\n127.0.0.1\n||local.invalid\n", async (acl) => {
      await withService({ locals: [localFor(server)], acl }, async ({ listeners }) => {
        const proxy = { port: listeners[0]!.port };
        const codes: number[] = [];
        for (const host of ["127.0.0.1", "127.0.0.2", "a.local.invalid"]) {
          const { peer, code } = await ask(proxy, { host, port: origin.port });
          codes.push(code);
          await peer.close();
        }
        // The server is not there, so that what goes through it is refused; a bypassed name is looked up here.
        assertEquals(codes, [0, 5, 4]);
        const { peer, code } = await ask(proxy, { host: "127.0.0.1", port: 9229 });
        assertEquals(code, 2);
        await peer.close();
      });
    });
  } finally {
    await origin.close();
  }
});

test("a server refuses clients that are not admitted, and targets that are blocked", async () => {
  const origin = await listenOrigin((peer) => peer.finish());
  const statusOf = async (text: string, host: string): Promise<unknown> => {
    let status: unknown;
    await withFile(text, (acl) =>
      withService({ servers: [serverAt()], acl }, async (service, log) => {
        const server = serverAt(service.listeners[0]!.port);
        await withService({ locals: [localFor(server)] }, async ({ listeners }) => {
          const { peer } = await ask({ port: listeners[0]!.port }, { host, port: origin.port });
          await peer.send(Uint8Array.of(1));
          await peer.rest();
          await peer.close();
        });
        const refused = log.events.some(({ name }) => name === "client-denied");
        status = refused ? "not admitted" : (await log.wait("closed"))[0]?.fields.status;
      }));
    return status;
  };
  try {
    assertEquals(await statusOf("[black_list]\n203.0.113.1\n", "127.0.0.1"), "ok");
    assertEquals(await statusOf("[black_list]\n127.0.0.0/8\n", "127.0.0.1"), "not admitted");
    assertEquals(await statusOf("[reject_all]\n[white_list]\n203.0.113.1\n", "127.0.0.1"), "not admitted");
    assertEquals(await statusOf("[outbound_block_list]\n127.0.0.1\n", "127.0.0.1"), "denied");
    assertEquals(await statusOf("[outbound_block_list]\n|localhost\n", "localhost"), "denied");
  } finally {
    await origin.close();
  }
});

test("datagrams that wait for a lookup have a bound, and what is known meanwhile goes on", async () => {
  const { acl } = parseAcl("[bypass_list]\n192.0.2.0/24\n[proxy_list]\n|known.test\n");
  const answered = Promise.withResolvers<Answer>();
  const resolver = { resolve: () => answered.promise, close() {} };
  const [proxy, bypass] = [new MemoryOutbound(), new MemoryOutbound()];
  const port = await packetsByAcl(acl, new Targets(resolver), { proxy, bypass }).associate();
  const [known, slow] = [{ host: "known.test", port: 1 }, { host: "slow.test", port: 1 }];
  void port.send(known, Uint8Array.of(0));
  await settled();
  for (let i = 0; i < 100; i++) void port.send(slow, Uint8Array.of(i));
  void port.send(known, Uint8Array.of(1));
  answered.resolve({ addresses: ["192.0.2.1"], ttl: 1 });
  await settled();
  assertEquals([proxy.ports[0]!.sent.length, bypass.ports[0]!.sent.length], [2, 64]);
  port.close();
});

test("datagrams go both ways out, and answers of both come back", async () => {
  const { acl } = parseAcl("[bypass_list]\n127.0.0.1\n");
  const targets = new Targets(SYSTEM_RESOLVER, NO_RULES);
  const made: string[] = [];
  const way = (name: string) => {
    const { associate } = directPackets();
    return { associate: () => (made.push(name), associate()) };
  };
  const port = await packetsByAcl(acl, targets, { proxy: way("proxy"), bypass: way("bypass") }).associate();
  const echoes = [await bindPackets({ host: "127.0.0.1", port: 0 }), await bindPackets({ host: "127.0.0.2", port: 0 })];
  const echoing = echoes.map(async (socket) => {
    for (let batch = await socket.next(); batch !== null; batch = await socket.next()) {
      for (let i = 0; i < batch.count; i++) await socket.send(batch.data(i), batch.from(i));
      socket.flush();
    }
  });
  try {
    const got: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (const { local } of echoes) {
        await port.send(local, Uint8Array.of(round));
        port.flush();
        const batch = await port.next();
        got.push(`${batch!.from(0).host} ${batch!.data(0)[0]}`);
      }
    }
    assertEquals(got, [0, 1, 2].flatMap((round) => [`127.0.0.1 ${round}`, `127.0.0.2 ${round}`]));
    assertEquals(made, ["bypass", "proxy"]);
    const pending = port.next();
    port.close();
    assertEquals(await pending, null);
    assertEquals(await port.next(), null);
  } finally {
    port.close();
    for (const socket of echoes) socket.close();
    await Promise.all(echoing);
  }
});

test("a list that cannot be used is refused before any port is opened", async () => {
  const log = new KeptLog();
  await withFile("[bypass_list]\n(a+)+\n", async (acl) => {
    const error = await assertRejects(() => start(configOf({ servers: [serverAt()], acl }), log), ConfigError);
    assertEquals(error.message.includes("line 2: Cannot use the pattern"), true, error.message);
  });
  const missing = configOf({ servers: [serverAt()], acl: "/no/such/file.acl" });
  await assertRejects(() => start(missing, log), ConfigError, "Cannot use the access control list");
  assertEquals(log.events.filter(({ name }) => name === "listening"), []);
});
