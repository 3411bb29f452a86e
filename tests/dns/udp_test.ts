/** Queries by UDP and TCP through real sockets, and who may answer them. */

import { assert, assertEquals, assertNotEquals, assertRejects, test } from "#test";
import { askByTcp } from "../../dns/tcp.ts";
import { askByUdp } from "../../dns/udp.ts";
import type { Server } from "../../dns/exchange.ts";
import { putQuery } from "../../dns/query.ts";
import { parseReply } from "../../dns/reply.ts";
import { server } from "../../dns/servers.ts";
import { createResolver } from "../../dns/resolver.ts";
import { ResolveError } from "../../dns/types.ts";
import { closedUdpPort, type Datagram, Mailbox, withMailboxes } from "../net/mailbox.ts";
import { TestFiles } from "./script.ts";
import { address, questionOf, reply } from "./written.ts";

const TRUE = "2001:db8::1";
const FALSE = "2001:db8::bad";

/** A true answer to a query. */
function truth(query: Uint8Array): Uint8Array {
  return reply(query, { answers: [address(questionOf(query).name, TRUE)] });
}

/** What a forger sends, who does not see the query but for what the change gives away. */
function forged(query: Uint8Array, change: (forgery: Uint8Array) => void = () => {}): Uint8Array {
  const forgery = reply(query, { answers: [address(questionOf(query).name, FALSE)] });
  change(forgery);
  return forgery;
}

/** Runs a lookup against a server that does what the test says; gives what it believes. */
async function believed(serve: (datagram: Datagram, box: Mailbox) => Promise<void>, host = "127.0.0.1") {
  const addresses: string[] = [];
  await withMailboxes([Mailbox.bind(host, serve)], async (box) => {
    const place = host.includes(":") ? `[${host}]:${box.local.port}` : `${host}:${box.local.port}`;
    const resolver = createResolver({ servers: [place], ipv6Only: true, timeout: 5, files: new TestFiles() });
    addresses.push(...(await resolver.resolve("a.example")).addresses);
    resolver.close();
  });
  return addresses;
}

for (const host of ["127.0.0.1", "::1"]) {
  test(`a server at ${host} is asked and believed`, async () => {
    assertEquals(await believed(({ bytes, from }, box) => box.send(truth(bytes), from), host), [TRUE]);
  });
}

test("a server that says no more than that it cannot read EDNS is asked without it", async () => {
  const addresses = await believed(async ({ bytes, from }, box) => {
    const formatError = Uint8Array.from([bytes[0]!, bytes[1]!, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0]);
    await box.send(bytes[11] === 1 ? formatError : truth(bytes), from);
  });
  assertEquals(addresses, [TRUE]);
});

test("answers with another id or another question are as if they had not come", async () => {
  const changes: ((forgery: Uint8Array) => void)[] = [
    (forgery) => forgery[1]! ^= 1,
    (forgery) => forgery[0]! ^= 0x80,
    (forgery) => forgery[13]! ^= 1, // a letter of the name
    (forgery) => forgery[2]! &= 0x7f, // a query
    (forgery) => forgery[5] = 0, // no question
  ];
  const addresses = await believed(async ({ bytes, from }, box) => {
    for (const change of changes) await box.send(forged(bytes, change), from);
    await box.send(forged(bytes).subarray(0, 20), from);
    await box.send(new Uint8Array(0), from);
    await box.send(truth(bytes), from);
  });
  assertEquals(addresses, [TRUE]);
});

test("a poisoned answer from elsewhere, before the true one, is as if it had not come", async () => {
  const addresses = await believed(async ({ bytes, from }, box) => {
    // Right in everything but where it comes from: another port, or another address.
    const elsewhere = [Mailbox.bind("127.0.0.1"), Mailbox.bind("127.0.0.2", undefined, box.local.port)] as const;
    await withMailboxes(elsewhere, async (otherPort, otherHost) => {
      await otherPort.send(forged(bytes), from);
      await otherHost.send(forged(bytes), from);
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    await box.send(truth(bytes), from);
  });
  assertEquals(addresses, [TRUE]);
});

test("each query has a port and an id of its own", async () => {
  const seen: Datagram[] = [];
  const serve = async (datagram: Datagram, box: Mailbox) => {
    seen.push(datagram);
    await box.send(truth(datagram.bytes), datagram.from);
  };
  await withMailboxes([Mailbox.bind("127.0.0.1", serve)], async (box) => {
    const servers = [`127.0.0.1:${box.local.port}`];
    const resolver = createResolver({ servers, cacheSize: 0, ipv6Only: true, files: new TestFiles() });
    for (let i = 0; i < 20; i++) await resolver.resolve("a.example");
    resolver.close();
  });
  assert(new Set(seen.map(({ from }) => from.port)).size > 15, "ports");
  assert(new Set(seen.map(({ bytes }) => bytes[0]! << 8 | bytes[1]!)).size > 15, "ids");
  const steps = seen.slice(1).map(({ from }, i) => from.port - seen[i]!.from.port);
  assertNotEquals(new Set(steps), new Set([1]), "ports one after the other");
});

test("a server that is not there gives no answer in time", async () => {
  const { host, port } = await closedUdpPort();
  const place: Server = server("udp", host, port);
  const query = putQuery({ name: "a.example", type: "A" }, 1);
  const limits = { timeout: 0.1, signal: new AbortController().signal };
  assertEquals((await assertRejects(() => askByUdp(place, query, limits), ResolveError)).fault, "timeout");
  const refused = await assertRejects(() => askByTcp({ ...place, way: "tcp" }, query, limits), ResolveError);
  assertEquals(refused.fault, "server");
});

test("an answer may have as many bytes as a datagram", async () => {
  const query = putQuery({ name: "a.example", type: "AAAA" }, 7);
  const answers = Array.from({ length: 1500 }, () => address("a.example", TRUE));
  const serve = ({ bytes, from }: Datagram, box: Mailbox) => box.send(reply(bytes, { answers }), from);
  await withMailboxes([Mailbox.bind("127.0.0.1", serve)], async (box) => {
    const limits = { timeout: 5, signal: new AbortController().signal };
    const message = await askByUdp(server("udp", "127.0.0.1", box.local.port), query, limits);
    assertEquals(parseReply(message).answers.length, 1500);
  });
});
