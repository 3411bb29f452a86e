/** A local DNS port, over real sockets: through client and server to a DNS server, by UDP and by TCP. */

import { assert, assertEquals, test } from "#test";
import type { LocalEntry } from "../../config/types.ts";
import { putQuery, randomId } from "../../dns/query.ts";
import { parseReply } from "../../dns/reply.ts";
import { framed } from "../../dns/tcp.ts";
import { ResolveError, type Resolver } from "../../dns/types.ts";
import { HEADER_SIZE } from "../../relay/dns_message.ts";
import { DnsAnswers } from "../../relay/inbound/dns_answers.ts";
import { dnsInbound } from "../../relay/inbound/dns.ts";
import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import { askThroughStream } from "../../relay/outbound/dns.ts";
import { askTargets } from "../../relay/outbound/dns_targets.ts";
import { Targets } from "../../relay/targets.ts";
import { wireDns } from "../../service/wiring/dns.ts";
import { Mailbox } from "../net/mailbox.ts";
import { withStarted } from "./datagrams.ts";
import { type Responder, withResponder } from "./dns_responder.ts";
import { closedPort, Peer } from "./peer.ts";
import { until } from "./until.ts";
import { KeptLog, type Server, serverAt, withServer, withSocks } from "./wiring.ts";

const LOOPBACK = "127.0.0.1";

/** A DNS port in front of a server. */
function dnsFor(server: Pick<Server, "port">, remote: number, differs: Partial<LocalEntry> = {}): LocalEntry {
  const remoteDns = { host: LOOPBACK, port: remote };
  return { host: LOOPBACK, port: 0, protocol: "dns", servers: [serverAt(server.port)], remoteDns, ...differs };
}

/** Runs the body with the port of a client's DNS port whose server reaches a responder. */
function withDns(
  differs: Partial<LocalEntry>,
  limits: Partial<Limits>,
  body: (port: number, responder: Responder, log: KeptLog) => Promise<void>,
): Promise<void> {
  return withResponder((responder) =>
    withServer(
      {},
      (server) =>
        withStarted({ locals: [dnsFor(server, responder.port, differs)] }, async ({ ports, log }) => {
          await body(ports[0]!, responder, log);
        }, limits),
    )
  );
}

/** Asks by UDP; gives the answer, whose id must be the query's. */
async function askUdp(port: number, name: string, edns = true): Promise<Uint8Array> {
  const box = await Mailbox.bind();
  try {
    const query = putQuery({ name, type: "A" }, randomId(), edns);
    await box.send(query, { host: LOOPBACK, port });
    const { bytes } = await box.take();
    assertEquals([...bytes.subarray(0, 2)], [...query.subarray(0, 2)]);
    return bytes;
  } finally {
    await box.close();
  }
}

/** The next answer of a connection. */
async function takeAnswer(peer: Peer): Promise<Uint8Array> {
  const [high, low] = await peer.take(2);
  return await peer.take(high! << 8 | low!);
}

/** Asks by TCP, over a connection of its own. */
async function askTcp(port: number, name: string): Promise<Uint8Array> {
  const peer = await Peer.connect(port);
  try {
    const query = putQuery({ name, type: "A" }, randomId());
    await peer.send(framed(query));
    const answer = await takeAnswer(peer);
    assertEquals([...answer.subarray(0, 2)], [...query.subarray(0, 2)]);
    return answer;
  } finally {
    await peer.close();
  }
}

/** The last four bits of the flags. */
const codeOf = (answer: Uint8Array) => answer[3]! & 15;
const isCut = (answer: Uint8Array) => (answer[2]! & 2) !== 0;
const countOf = (answer: Uint8Array) => parseReply(answer).answers.length;

test("dns: queries by UDP and TCP are answered through the tunnel, asked by TCP", () =>
  withDns({}, {}, async (port, { asked }) => {
    for (const ask of [askUdp, askTcp]) {
      const answer = await ask(port, "example.com");
      assertEquals([codeOf(answer), countOf(answer)], [0, 1]);
      assertEquals(codeOf(await ask(port, "none.example")), 3);
    }
    assertEquals(asked, ["tcp example.com", "tcp none.example", "tcp example.com", "tcp none.example"]);
  }));

test("dns: where UDP is chosen, what came by UDP goes on by UDP", () =>
  withDns({ remoteDnsOver: "udp" }, {}, async (port, { asked }) => {
    for (const ask of [askUdp, askTcp]) assertEquals(countOf(await ask(port, "example.com")), 1);
    assertEquals(asked, ["udp example.com", "tcp example.com"]);
  }));

test("dns: an answer that is too large for its datagram is cut, and whole by TCP", () =>
  withDns({}, {}, async (port) => {
    const cut = await askUdp(port, "many.example", false);
    assertEquals([isCut(cut), countOf(cut), codeOf(cut)], [true, 0, 0]);
    const fits = await askUdp(port, "many.example");
    assertEquals([isCut(fits), countOf(fits)], [false, 40]);
    assertEquals(countOf(await askTcp(port, "many.example")), 40);
  }));

test("dns: many queries of one connection are answered each for itself, the slow ones last", () =>
  withDns({}, { dnsAnswer: 0.4 }, async (port) => {
    const peer = await Peer.connect(port);
    const names = ["silent.example", ...Array.from({ length: 100 }, (_, i) => `n${i}.example`)];
    for (const [id, name] of names.entries()) await peer.send(framed(putQuery({ name, type: "A" }, id)));
    const codes = new Map<number, number>();
    for (const _ of names) {
      const answer = await takeAnswer(peer);
      codes.set(answer[0]! << 8 | answer[1]!, codeOf(answer));
    }
    assertEquals([codes.size, [...codes.keys()].at(-1), codes.get(0)], [names.length, 0, 2]);
    assertEquals([...codes.values()].filter((code) => code !== 0), [2]);
    peer.finish();
    assertEquals(await peer.rest(), { bytes: new Uint8Array(0), end: "fin" });
    await peer.close();
  }));

test("dns: no answer in time is SERVFAIL, by each way", async () => {
  for (const remoteDnsOver of ["tcp", "udp"] as const) {
    await withDns({ remoteDnsOver }, { dnsAnswer: 0.3 }, async (port, { asked }, log) => {
      const answer = await askUdp(port, "silent.example");
      assertEquals([codeOf(answer), countOf(answer)], [2, 0]);
      const [failed] = await log.wait("query-failed");
      assert(String(failed!.fields.reason).includes("no answer in time"));
      // A lost datagram is sent again.
      assertEquals(asked.length, remoteDnsOver === "udp" ? 2 : 1);
    });
  }
});

test("dns: a server that is not reached is SERVFAIL", async () => {
  const closed = await closedPort();
  await withStarted({ locals: [dnsFor({ port: closed }, 53)] }, async ({ ports: [port] }) => {
    assertEquals([codeOf(await askUdp(port!, "example.com")), codeOf(await askTcp(port!, "example.com"))], [2, 2]);
  });
});

test("dns: too many queries at once fail, and those under way do not", () =>
  withDns({ remoteDnsOver: "udp" }, { dnsAnswer: 0.5, dnsQuestions: 2 }, async (port, { asked }) => {
    const slow = [askUdp(port, "silent1.example"), askTcp(port, "silent2.example")];
    await until(() => asked.length === 2);
    const started = performance.now();
    assertEquals(codeOf(await askUdp(port, "third.example")), 2);
    assert(performance.now() - started < 300, "the third waited for the others");
    await Promise.all(slow);
    assertEquals(codeOf(await askUdp(port, "fourth.example")), 0);
  }));

test("dns: what is no query gets no answer by UDP and ends the connection by TCP; a bad one is FORMERR", () =>
  withDns({}, {}, async (port) => {
    const box = await Mailbox.bind();
    for (const bytes of [new Uint8Array(3), Uint8Array.of(0, 9, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0)]) {
      await box.send(bytes, { host: LOOPBACK, port });
    }
    await box.send(Uint8Array.of(0, 7, 1, 0, 0, 9, 0, 0, 0, 0, 0, 0), { host: LOOPBACK, port });
    const { bytes } = await box.take();
    assertEquals([[...bytes], box.size], [[0, 7, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0], 0]);
    await box.close();
    const peer = await Peer.connect(port);
    await peer.send(framed(new Uint8Array(3)));
    assertEquals((await peer.rest()).bytes.length, 0);
    await peer.close();
  }));

test("dns: a connection without a query ends after its time", () =>
  withDns({}, { udpLookup: 0.3 }, async (port, _, log) => {
    const peer = await Peer.connect(port);
    await peer.send(framed(putQuery({ name: "example.com", type: "A" }, 1)));
    await takeAnswer(peer);
    assertEquals((await peer.rest()).end, "fin");
    assertEquals((await log.wait("closed"))[0]!.fields.status, "ok");
    await peer.close();
  }));

test("dns: a name that is local is asked from here, as it came, and no server hears of it", () =>
  withResponder((near) =>
    withResponder(async (far) => {
      const log = new KeptLog();
      const context = {
        limits: DEFAULT_LIMITS,
        log,
        outbound: directOutbound(DEFAULT_LIMITS),
        packets: null,
        targets: new Targets(),
        decide: (name: string) => name.endsWith(".lan") ? "local" as const : "remote" as const,
      };
      const localDns = { host: LOOPBACK, port: near.port };
      const wiring = wireDns({ ...dnsFor({ port: 1 }, far.port), localDns }, context);
      await withSocks({ inbound: wiring.tcp!.inbound }, async ({ port }) => {
        for (const name of ["a.lan", "A.LAN", "lan.example"]) assertEquals(countOf(await askTcp(port, name)), 1);
      });
      assertEquals([near.asked, far.asked], [["tcp a.lan", "tcp a.lan"], ["tcp lan.example"]]);
      wiring.close!();
    })
  ));

test("dns: a local name without a server for it is looked up by the resolver", async () => {
  const resolver: Resolver = {
    resolve(name) {
      if (name === "silent.lan") return new Promise(() => {});
      if (name === "none.lan") return Promise.reject(new ResolveError("not-found", "Cannot resolve: no such name"));
      if (name !== "a.lan") return Promise.reject(new ResolveError("server", "Cannot resolve: nobody knows"));
      return Promise.resolve({ addresses: ["192.0.2.1", "2001:db8::1", "192.0.2.2"], ttl: 70_000.9 });
    },
    close() {},
  };
  const ask = askTargets(new Targets(resolver));
  const unused = () => Promise.reject(new RangeError("asked remotely"));
  const answers = new DnsAnswers({
    remote: { tcp: unused, udp: unused },
    local: { tcp: ask, udp: ask },
    decide: () => "local",
    limits: { ...DEFAULT_LIMITS, dnsAnswer: 0.2 },
    log: new KeptLog(),
  });
  const answerTo = async (name: string, type: "A" | "AAAA", number?: number) => {
    const query = putQuery({ name, type }, 7);
    if (number !== undefined) query[HEADER_SIZE + name.length + 3] = number;
    return (await answers.answer(query, "udp"))!;
  };
  const found = parseReply(await answerTo("a.lan", "A")).answers;
  assertEquals([...found], [
    { kind: "address", type: "A", owner: "a.lan", ttl: 70_000, address: "192.0.2.1" },
    { kind: "address", type: "A", owner: "a.lan", ttl: 70_000, address: "192.0.2.2" },
  ]);
  assertEquals(countOf(await answerTo("a.lan", "AAAA")), 1);
  assertEquals([codeOf(await answerTo("none.lan", "A")), codeOf(await answerTo("b.lan", "A"))], [3, 2]);
  assertEquals(codeOf(await answerTo("a.lan", "A", 15)), 4);
  assertEquals(codeOf(await answerTo("silent.lan", "A")), 2);
  assertEquals(answers.waiting, 0);
});

test("dns: a port that stops lets go of what it waits for", () =>
  withResponder(async ({ port: remote }) => {
    const asked = askThroughStream(directOutbound(DEFAULT_LIMITS), { host: LOOPBACK, port: remote });
    const answers = new DnsAnswers({
      remote: { tcp: asked, udp: asked },
      local: { tcp: asked, udp: asked },
      limits: DEFAULT_LIMITS,
      log: new KeptLog(),
    });
    await withSocks({ inbound: dnsInbound(answers, DEFAULT_LIMITS) }, async ({ port }) => {
      const peer = await Peer.connect(port);
      await peer.send(framed(putQuery({ name: "silent.example", type: "A" }, 1)));
      await until(() => answers.waiting === 1);
      answers.close();
      assertEquals(codeOf(await takeAnswer(peer)), 2);
      assertEquals(answers.waiting, 0);
      await peer.close();
    });
  }));

test("dns: a service that stops waits for no answers, and leaves nothing open", async () => {
  for (const remoteDnsOver of ["tcp", "udp"] as const) {
    const box = await Mailbox.bind();
    const started = performance.now();
    const peers: Peer[] = [];
    await withDns({ remoteDnsOver }, {}, async (port, { asked }) => {
      const peer = await Peer.connect(port);
      peers.push(peer);
      await peer.send(framed(putQuery({ name: "silent1.example", type: "A" }, 1)));
      await box.send(putQuery({ name: "silent2.example", type: "A" }, 2), { host: LOOPBACK, port });
      await until(() => asked.length === 2);
    });
    assert(performance.now() - started < 2000, "the service waited");
    await Promise.all(peers.map((peer) => peer.close()));
    await box.close();
  }
});
