/** What a server may connect to, over real sockets. */

import { bindPackets } from "#net";
import { assert, assertEquals, test } from "#test";
import type { OutboundConfig } from "../../config/types.ts";
import type { Resolver } from "../../dns/types.ts";
import { after } from "../../net/timers.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import { directPackets } from "../../relay/outbound/direct_packets.ts";
import { OutboundRules } from "../../relay/rules.ts";
import { Targets } from "../../relay/targets.ts";
import { start } from "../../service/mod.ts";
import { listenOrigin } from "./peer.ts";
import { ask, configOf, KeptLog, serverAt, withLocal, withSocks } from "./wiring.ts";

/** Answers each question with the next of these lists, the last one for ever. */
class Changing implements Resolver {
  asked = 0;
  readonly #answers: readonly (readonly string[])[];

  constructor(...answers: (readonly string[])[]) {
    this.#answers = answers;
  }

  resolve(): Promise<{ addresses: readonly string[]; ttl: number }> {
    const addresses = this.#answers[Math.min(this.asked++, this.#answers.length - 1)]!;
    return Promise.resolve({ addresses, ttl: 0 });
  }

  close(): void {}
}

/** How a connection to a target ended at a server with these rules. */
async function statusAt(outbound: OutboundConfig | undefined, host: string, port: number): Promise<unknown> {
  const log = new KeptLog();
  const { outbound: _, ...config } = configOf({ servers: [serverAt()] });
  const service = await start(outbound === undefined ? config : { ...config, outbound }, log);
  try {
    await withLocal(serverAt(service.listeners[0]!.port), {}, async (proxy) => {
      const { peer } = await ask(proxy, { host, port });
      await peer.send(Uint8Array.of(1));
      await peer.rest();
      await peer.close();
    });
    return (await log.wait("closed"))[0]?.fields.status;
  } finally {
    await service.stop(0);
  }
}

test("a server that is told nothing connects to nothing on this machine, under any name", async () => {
  const origin = await listenOrigin((peer) => peer.finish());
  try {
    for (const host of ["127.0.0.1", "localhost", "0.0.0.0", "::ffff:127.0.0.1"]) {
      assertEquals(await statusAt(undefined, host, origin.port), "denied", host);
    }
    // Some systems take these for addresses; where they do not, there is no such name.
    for (const host of ["127.1", "0x7f.1", "2130706433", "::1%lo"]) {
      const status = await statusAt(undefined, host, origin.port);
      assert(status === "denied" || status === "resolve", `${host}: ${status}`);
    }
    assertEquals(await statusAt({ allowPrivate: ["10.0.0.0/8"] }, "127.0.0.1", origin.port), "denied");
    assertEquals(await statusAt({ allowPrivate: true }, "127.0.0.1", 9229), "denied");
    assertEquals(
      await statusAt({ allowPrivate: true, forbidden: ["127.0.0.1", "::1"] }, "localhost", origin.port),
      "denied",
    );
    assertEquals(await statusAt({ allowPrivate: ["127.0.0.0/8"] }, "127.0.0.1", origin.port), "ok");
  } finally {
    await origin.close();
  }
});

test("a server does not connect to its own ports", async () => {
  const log = new KeptLog("debug");
  const service = await start(configOf({ servers: [serverAt()] }), log);
  const { port } = service.listeners[0]!;
  try {
    await withLocal(serverAt(port), {}, async (proxy) => {
      const { peer } = await ask(proxy, { host: "127.0.0.1", port });
      await peer.send(Uint8Array.of(1));
      assertEquals((await log.wait("closed"))[0]?.fields.status, "denied");
      await peer.close();
    });
  } finally {
    await service.stop(0);
  }
});

test("what is denied is reply 2, and what is left of a name's addresses is dialled", async () => {
  const origin = await listenOrigin();
  const rules = new OutboundRules({ allowPrivate: ["127.0.0.1"] });
  const answered = async (...addresses: string[]) => {
    const outbound = directOutbound(DEFAULT_LIMITS, { targets: new Targets(new Changing(addresses), rules) });
    let code = -1;
    await withSocks({ outbound }, async (proxy) => {
      const { peer, code: said } = await ask(proxy, { host: "name.test", port: origin.port });
      code = said;
      await peer.close();
    });
    return code;
  };
  try {
    assertEquals(await answered("10.0.0.1", "::1", "169.254.169.254"), 2);
    assertEquals(await answered("10.0.0.1", "::1", "127.0.0.1"), 0);
  } finally {
    await origin.close();
  }
});

test("a name that changes to a private address between check and dial is not dialled there", async () => {
  const origin = await listenOrigin();
  // 127.0.0.2 stands for the Internet, and 127.0.0.1 for what is private.
  const rules = new OutboundRules({ allowPrivate: ["127.0.0.2"] });
  const resolver = new Changing(["127.0.0.2"], ["127.0.0.1"]);
  const outbound = directOutbound(DEFAULT_LIMITS, { targets: new Targets(resolver, rules) });
  try {
    await withSocks({ outbound }, async (proxy) => {
      // Whoever looked the name up again to dial it would reach the origin.
      for (const expected of [5, 2, 2]) {
        const { peer, code } = await ask(proxy, { host: "rebinding.test", port: origin.port });
        assertEquals(code, expected);
        await peer.close();
      }
      assertEquals(resolver.asked, 3);
    });
  } finally {
    await origin.close();
  }
});

test("every datagram is judged, not the first of an association alone", async () => {
  const socket = await bindPackets({ host: "127.0.0.1", port: 0 });
  const received: number[] = [];
  const reading = (async () => {
    for (let batch = await socket.next(); batch !== null; batch = await socket.next()) {
      for (let i = 0; i < batch.count; i++) received.push(batch.data(i)[0]!);
    }
  })();
  const deniedTo: string[] = [];
  const rules = new OutboundRules({ allowPrivate: ["127.0.0.1"], forbidden: ["127.0.0.9"] });
  const resolver = new Changing(["127.0.0.1"], ["127.0.0.9"]);
  const targets = new Targets(resolver, rules);
  const outbound = directPackets({
    targets,
    onDenied: ({ host, port }, rule) => deniedTo.push(`${host} ${port} ${rule}`),
  });
  const way = await outbound.associate();
  const { port } = socket.local;
  try {
    const named = { host: "name.test", port };
    await way.send({ host: "127.0.0.1", port }, Uint8Array.of(1));
    await way.send({ host: "127.0.0.9", port }, Uint8Array.of(2));
    await way.send({ host: "127.0.0.1", port: 9229 }, Uint8Array.of(3));
    await way.send(named, Uint8Array.of(4));
    await new Promise<void>((resolve) => after(0.1, resolve));
    await way.send(named, Uint8Array.of(5));
    way.flush();
    await new Promise<void>((resolve) => after(0.2, resolve));
    assertEquals(received, [1, 4]);
    assertEquals(deniedTo, [`127.0.0.9 ${port} forbidden_ip 127.0.0.9`, "127.0.0.1 9229 the runtime's debugger"]);
    assertEquals(resolver.asked, 2);
  } finally {
    way.close();
    socket.close();
    await reading;
  }
});

test("a lookup that nobody answers holds up neither its application for long nor the end", async () => {
  const silent = await bindPackets({ host: "127.0.0.1", port: 0 });
  const dns = { servers: [`127.0.0.1:${silent.local.port}`] };
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const log = new KeptLog("debug");
    const service = await start(configOf({ servers: [serverAt()], dns }, { connect: 0.5 }), log);
    await withLocal(serverAt(service.listeners[0]!.port), {}, async (proxy) => {
      const { peer } = await ask(proxy, { host: "silent.test", port: 80 });
      await peer.send(Uint8Array.of(1));
      assertEquals((await log.wait("closed"))[0]?.fields.status, "resolve");
      assert(seconds() < 2, `${seconds()} s`);
      await peer.close();
    });
    await service.stop(0);
    const slow = await start(configOf({ servers: [serverAt()], dns }), log);
    await withLocal(serverAt(slow.listeners[0]!.port), {}, async (proxy) => {
      const { peer } = await ask(proxy, { host: "silent.test", port: 80 });
      await peer.send(Uint8Array.of(1));
      await log.wait("dialling", 2);
      const from = seconds();
      await slow.stop(0);
      assert(seconds() - from < 1, `${seconds() - from} s`);
      await peer.close();
    });
  } finally {
    silent.close();
  }
});

test("what is open is said once at the start", async () => {
  const said = async (outbound: OutboundConfig | undefined) => {
    const log = new KeptLog();
    const { outbound: _, ...config } = configOf({ servers: [serverAt(), serverAt()] });
    const service = await start(outbound === undefined ? config : { ...config, outbound }, log);
    await service.stop(0);
    return log.events.filter(({ name }) => name === "private-addresses-open").map(({ fields }) => fields.networks);
  };
  assertEquals(await said(undefined), []);
  assertEquals(await said({ allowPrivate: false }), []);
  assertEquals(await said({ allowPrivate: true }), ["all"]);
  assertEquals(await said({ allowPrivate: ["10.0.0.0/8", "::1"] }), ["10.0.0.0/8,::1"]);
  assertEquals(await said({ denied: "loopback" }), ["all but loopback"]);
  assertEquals(await said({ denied: "nothing" }), ["all"]);
});
