/** Servers asked in turn. */

import { assertEquals, assertRejects, test } from "#test";
import { ResolveError } from "../../dns/types.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { Script } from "./script.ts";
import { address, type Spec } from "./written.ts";

const SERVERS = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
const V6 = "2001:db8::1";

/** Asked of which servers, by the last number of each. */
function order(script: Script): string {
  return script.asked.map((line) => /192\.0\.2\.(\d)/.exec(line)![1]).join("");
}

/** Servers that give what is listed for each, by the last number of their address; others give an address. */
function servers(bad: Record<string, Spec | null>): Script {
  return new Script(({ name }, { host }) => {
    const listed = bad[host.at(-1)!];
    return listed === undefined ? { answers: [address(name, V6, 0)] } : listed;
  });
}

test("a server that cannot tell is followed by the next", async () => {
  for (const code of [2, 4, 5]) {
    const script = servers({ 1: { code }, 2: { code } });
    const resolver = script.resolver({ servers: SERVERS, ipv6Only: true });
    assertEquals((await resolver.resolve("a.example")).addresses, [V6]);
    assertEquals(order(script), "123");
  }
});

test("a server that does not answer is followed by the next, and asked last for a while", async () => {
  await withFakeClock(async (clock) => {
    const script = servers({ 1: null });
    const resolver = script.resolver({ servers: SERVERS, ipv6Only: true, timeout: 2 });
    const resolving = resolver.resolve("a.example");
    await clock.advance(2.1);
    assertEquals((await resolving).addresses, [V6]);
    await resolver.resolve("b.example");
    assertEquals(order(script), "122");
    await clock.advance(31);
    const again = resolver.resolve("c.example");
    await clock.advance(2.1);
    await again;
    assertEquals(order(script), "12212");
  });
});

test("when none can tell, what was said counts more than silence", async () => {
  await withFakeClock(async (clock) => {
    for (
      const [bad, fault, asked] of [
        [{ 1: null, 2: null, 3: null }, "timeout", "123123"],
        [{ 1: null, 2: { code: 2 }, 3: null }, "server", "123123"],
      ] as const
    ) {
      const script = servers(bad);
      const resolver = script.resolver({ servers: SERVERS, ipv6Only: true, timeout: 1 });
      const failing = assertRejects(() => resolver.resolve("a.example"), ResolveError);
      await clock.advance(7);
      assertEquals((await failing).fault, fault);
      assertEquals(order(script), asked);
    }
  });
});

test("the whole of it takes no longer than half a minute and one answer", async () => {
  await withFakeClock(async (clock) => {
    const script = servers({ 1: null, 2: null, 3: null });
    const resolver = script.resolver({ servers: SERVERS, ipv6Only: true, timeout: 8, attempts: 5 });
    const failing = assertRejects(() => resolver.resolve("a.example"), ResolveError);
    await clock.advance(33);
    assertEquals((await failing).fault, "timeout");
    assertEquals(order(script), "1231");
  });
});

test("a truncated answer is asked for by TCP, and believed only when it is whole there", async () => {
  const script = new Script(({ name }, { way }) =>
    way === "udp" ? { truncated: true } : { answers: [address(name, V6)] }
  );
  assertEquals((await script.resolver({ ipv6Only: true }).resolve("a.example")).addresses, [V6]);
  assertEquals(script.asked, ["udp://192.0.2.1:53 a.example AAAA", "tcp://192.0.2.1:53 a.example AAAA"]);
  const always = new Script(() => ({ truncated: true }));
  const error = await assertRejects(() => always.resolver().resolve("a.example"), ResolveError);
  assertEquals(error.fault, "server");
});

test("a server older than EDNS is asked without it", async () => {
  const script = new Script(({ name }, _server, query) =>
    query[11] === 1 ? { code: 1 } : { answers: [address(name, V6)] }
  );
  assertEquals((await script.resolver({ ipv6Only: true }).resolve("a.example")).addresses, [V6]);
  assertEquals(script.asked.length, 2);
});

test("a server older than EDNS is asked without it by TCP too, when its answer is truncated", async () => {
  const script = new Script(({ name }, { way }, query) => {
    if (query[11] === 1) return { code: 1 };
    return way === "udp" ? { truncated: true } : { answers: [address(name, V6)] };
  });
  assertEquals((await script.resolver({ ipv6Only: true }).resolve("a.example")).addresses, [V6]);
  assertEquals(script.asked.map((line) => line.slice(0, 3)), ["udp", "udp", "tcp"]);
});

test("each server is asked in its own way", async () => {
  const list = ["tcp://192.0.2.1", "tls://192.0.2.2#dns.example", "https://dns.example/", "udp://192.0.2.3:54"];
  const script = new Script(({ name }, { way }) => way === "udp" ? { answers: [address(name, V6)] } : { code: 2 });
  await script.resolver({ servers: list, ipv6Only: true }).resolve("a.example");
  assertEquals(script.asked.map((line) => line.split(" ")[0]!), [
    "tcp://192.0.2.1:53",
    "tls://192.0.2.2:853",
    "https://dns.example/dns-query",
    "udp://192.0.2.3:54",
  ]);
});
