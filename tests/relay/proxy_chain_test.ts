import { SocketError } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import type { Endpoint, Stream } from "../../net/types.ts";
import { ConnectionError } from "../../relay/errors.ts";
import { noPackets, proxyChain, type ReadyHop } from "../../relay/outbound/proxy_chain.ts";
import { prefixedStream } from "../../relay/prefixed_stream.ts";
import { readAll } from "../net/pair.ts";
import { fromHex } from "../vectors/hex.ts";
import { type FakeClock, withFakeClock } from "../net/fake_clock.ts";
import { MemoryStream } from "./memory_stream.ts";
import { makeMethod } from "./sealed.ts";

const LIMITS = { connect: 10, firstPayloadWait: 0.05 };
const TARGET: Endpoint = { host: "192.0.2.7", port: 443 };
const SOCKS: ReadyHop = { kind: "socks5", host: "proxy.example", port: 1080 };
const HTTP: ReadyHop = { kind: "http", host: "2001:db8::2", port: 8080 };

const encoder = new TextEncoder();

/** A chain over a stream in memory, and the far end of that. */
function chainOver(hops: readonly ReadyHop[]): { dial: () => Promise<Stream>; near: MemoryStream; far: MemoryStream } {
  const [near, far] = MemoryStream.pair();
  const first = { dial: () => Promise.resolve(near) };
  return { dial: () => proxyChain(hops, first, LIMITS).dial(TARGET), near, far };
}

test("a chain of nothing is the way to the first", async () => {
  const dialled: Endpoint[] = [];
  const [near] = MemoryStream.pair();
  const chain = proxyChain([], { dial: (to) => (dialled.push(to), Promise.resolve(near)) }, LIMITS);
  assertEquals([await chain.dial(TARGET) === near, dialled], [true, [TARGET]]);
});

test("a proxy that says nothing is given up, and its connection reset", () =>
  withFakeClock(async (clock: FakeClock) => {
    for (const hop of [SOCKS, HTTP]) {
      const { dial, near } = chainOver([hop]);
      const failed = assertRejects(dial, ConnectionError, "no answer in time");
      await clock.advance(9.9);
      assertEquals(near.end, "open");
      await clock.advance(0.4);
      assertEquals([(await failed).status, near.end, clock.timers], ["timeout", "aborted", 0]);
    }
  }));

test("a proxy that speaks slowly and without end has no more time than one that is silent", () =>
  withFakeClock(async (clock: FakeClock) => {
    const { dial, near, far } = chainOver([HTTP]);
    const failed = assertRejects(dial, ConnectionError, "[2001:db8::2]:8080: no answer in time");
    for (let i = 0; i < 15 && near.end === "open"; i++) {
      await far.write(encoder.encode("HTTP/1.1 200 OK\r\nX: y\r\n".slice(i, i + 1)));
      await clock.advance(1);
    }
    assertEquals([(await failed).status, near.end, clock.timers], ["timeout", "aborted", 0]);
  }));

test("every failing handshake closes what it stands on, and says at which proxy", async () => {
  const method = await makeMethod();
  const server: ReadyHop = { kind: "ss", host: "192.0.2.9", port: 8388, method };
  const failures: [ReadyHop[], string, string][] = [
    [[SOCKS], "05ff", "at proxy.example:1080"],
    [[SOCKS, HTTP], "0500" + "05050001000000000000", "at proxy.example:1080"],
    [[server, SOCKS], "00".repeat(100), "at proxy.example:1080"],
    [[HTTP, SOCKS], "", "at [2001:db8::2]:8080"],
  ];
  for (const [hops, answer, where] of failures) {
    const { dial, near, far } = chainOver(hops);
    if (answer !== "") await far.write(fromHex(answer));
    await far.closeWrite();
    await assertRejects(dial, ConnectionError, where);
    assertEquals(near.end, "closed");
  }
});

test("a target that no proxy can be told closes the way, too", async () => {
  const [near] = MemoryStream.pair();
  const chain = proxyChain(
    [{ kind: "ss", host: "192.0.2.9", port: 8388, method: await makeMethod() }],
    { dial: () => Promise.resolve(near) },
    LIMITS,
  );
  const { status } = await assertRejects(() => chain.dial({ host: "n".repeat(256), port: 1 }), ConnectionError);
  assertEquals([status, near.end], ["protocol", "closed"]);
});

test("the first proxy's own failure is passed on as it is", async () => {
  const failure = new SocketError("refused", "Cannot connect: connection refused");
  const chain = proxyChain([SOCKS, HTTP], { dial: () => Promise.reject(failure) }, LIMITS);
  assertEquals(await assertRejects(() => chain.dial(TARGET)), failure);
});

test("a fault of the program is no proxy's, but closes the connection all the same", async () => {
  const [near] = MemoryStream.pair();
  near.write = () => {
    throw new RangeError("ours");
  };
  const chain = proxyChain([SOCKS], { dial: () => Promise.resolve(near) }, LIMITS);
  await assertRejects(() => chain.dial(TARGET), RangeError, "ours");
  assertEquals(near.end, "closed");
});

test("a stream with a prefix gives that first, and is the stream in all else", async () => {
  const [near, far] = MemoryStream.pair();
  assert(prefixedStream(near, new Uint8Array(0)) === near);
  const lent = encoder.encode("first ");
  const stream = prefixedStream(near, lent);
  lent.fill(0);
  assertEquals([stream.local, stream.remote], [near.local, near.remote]);
  await far.write(encoder.encode("then"));
  await far.closeWrite();
  assertEquals(await readAll(stream), encoder.encode("first then"));
  await stream.write(encoder.encode("back"));
  await stream.closeWrite();
  assertEquals(near.end, "fin");
  stream.close();
  assertEquals([await readAll(far), near.end], [encoder.encode("back"), "closed"]);
  const [other] = MemoryStream.pair();
  prefixedStream(other, lent).abort();
  assertEquals(other.end, "aborted");
});

test("datagrams are refused with one reason", async () => {
  const { status } = await assertRejects(() => noPackets().associate(), ConnectionError, "upstream proxies");
  assertEquals(status, "denied");
});
