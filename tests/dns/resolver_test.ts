/** The resolver over servers that say what the test wants. */

import { assert, assertEquals, assertRejects, test } from "#test";
import { ResolveError } from "../../dns/types.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { Script, TestFiles } from "./script.ts";
import { address, alias, authority } from "./written.ts";

const V4 = "192.0.2.10";
const V6 = "2001:db8::10";

/** Servers that know both addresses of every name. */
function both(ttl = 60): Script {
  return new Script(({ name, type }) => ({ answers: [address(name, type === "A" ? V4 : V6, ttl)] }));
}

/** Fails unless the name is not resolved for this reason. */
async function fails(resolving: Promise<unknown>, fault: ResolveError["fault"]): Promise<void> {
  assertEquals((await assertRejects(() => resolving, ResolveError)).fault, fault);
}

test("both families are asked side by side, and IPv4 comes first unless told otherwise", async () => {
  for (
    const [options, expected] of [
      [{}, [V4, V6]],
      [{ ipv6First: true }, [V6, V4]],
      [{ ipv6Only: true }, [V6]],
    ] as const
  ) {
    const script = both();
    const resolver = script.resolver(options);
    assertEquals((await resolver.resolve("a.example")).addresses, expected);
    assertEquals(script.asked.length, "ipv6Only" in options ? 1 : 2);
    resolver.close();
  }
});

test("an address is its own answer", async () => {
  const script = both();
  const resolver = script.resolver();
  for (const host of [V4, V6]) assertEquals((await resolver.resolve(host)).addresses, [host]);
  assertEquals(script.asked, []);
});

test("a name that is none is asked of nobody", async () => {
  const script = both();
  await fails(script.resolver().resolve("not a name"), "bad-name");
  await fails(script.resolver().resolve("127.1"), "bad-name");
  assertEquals(script.asked, []);
});

test("international names are asked for in Punycode, and share one entry with it", async () => {
  const script = both();
  const resolver = script.resolver({ ipv6Only: true });
  for (const name of ["Bücher.example", "xn--bcher-kva.example"]) await resolver.resolve(name);
  assertEquals(script.asked, ["udp://192.0.2.1:53 xn--bcher-kva.example AAAA"]);
});

test("a thousand lookups at once of one name make one query", async () => {
  const script = both(0);
  const resolver = script.resolver({ ipv6Only: true });
  const all = await Promise.all(Array.from({ length: 1000 }, () => resolver.resolve("a.example")));
  assert(all.every(({ addresses }) => addresses[0] === V6));
  assertEquals(script.asked.length, 1);
});

test("an answer of time to live 0 serves those who waited for it, and nobody after them", async () => {
  await withFakeClock(async () => {
    const script = both(0);
    const resolver = script.resolver({ ipv6Only: true });
    assertEquals((await resolver.resolve("a.example")).ttl, 0);
    await resolver.resolve("a.example");
    assertEquals(script.asked.length, 2);
  });
});

test("an answer of time to live 1 is kept for a second", async () => {
  await withFakeClock(async (clock) => {
    const script = both(1);
    const resolver = script.resolver({ ipv6Only: true });
    assertEquals((await resolver.resolve("a.example")).ttl, 1);
    await clock.advance(0.75);
    assertEquals((await resolver.resolve("a.example")).ttl, 0.25);
    assertEquals(script.asked.length, 1);
    await clock.advance(0.25);
    await resolver.resolve("a.example");
    assertEquals(script.asked.length, 2);
  });
});

test("the least time to live on the way counts", async () => {
  const script = new Script(({ name, type }) => ({
    answers: [
      alias(name, "b.example", 7),
      alias("b.example", "c.example", 50),
      address("c.example", type === "A" ? V4 : V6, 40),
    ],
  }));
  assertEquals(await script.resolver().resolve("a.example"), { addresses: [V4, V6], ttl: 7 });
});

test("an alias that leads out of the reply is asked for", async () => {
  const script = new Script(({ name }) => ({
    answers: name === "a.example" ? [alias(name, "b.test", 9)] : [address(name, V6, 40)],
  }));
  assertEquals(await script.resolver({ ipv6Only: true }).resolve("a.example"), { addresses: [V6], ttl: 9 });
  assertEquals(script.asked, ["udp://192.0.2.1:53 a.example AAAA", "udp://192.0.2.1:53 b.test AAAA"]);
});

test("aliases without end are not followed without end", async () => {
  const circle = new Script(({ name }) => ({ answers: [alias(name, "b.example"), alias("b.example", name)] }));
  await fails(circle.resolver().resolve("a.example"), "server");
  let next = 0;
  const endless = new Script(({ name }) => ({ answers: [alias(name, `n${next++}.example`)] }));
  await fails(endless.resolver({ ipv6Only: true }).resolve("a.example"), "server");
  assertEquals(endless.asked.length, 17);
});

test("records of other names than the one asked for are not believed", async () => {
  const script = new Script(({ name }) => ({
    answers: [address("other.example", V6), alias("b.example", "c.example"), address("c.example", V6)],
    authorities: [authority(name, 1, 1)],
  }));
  await fails(script.resolver({ ipv6Only: true }).resolve("a.example"), "not-found");
});

test("that a name has no address is kept as long as its authority says", async () => {
  await withFakeClock(async (clock) => {
    for (const code of [0, 3]) {
      const script = new Script(({ name }) => ({ code, authorities: [authority(name, 90, 20)] }));
      const resolver = script.resolver({ ipv6Only: true });
      await fails(resolver.resolve("a.example"), "not-found");
      await clock.advance(19);
      await fails(resolver.resolve("a.example"), "not-found");
      assertEquals(script.asked.length, 1);
      await clock.advance(1);
      await fails(resolver.resolve("a.example"), "not-found");
      assertEquals(script.asked.length, 2);
    }
  });
});

test("one family is enough, and is kept for a while when the other failed", async () => {
  const script = new Script(({ name, type }) =>
    type === "A" ? { answers: [address(name, V4, 600)] } : { code: 2, authorities: [] }
  );
  assertEquals(await script.resolver().resolve("a.example"), { addresses: [V4], ttl: 10 });
  const noIpv6 = new Script(({ name, type }) => ({ answers: type === "A" ? [address(name, V4, 600)] : [] }));
  assertEquals(await noIpv6.resolver().resolve("a.example"), { addresses: [V4], ttl: 600 });
});

test("one family does not wait for long for the other", async () => {
  await withFakeClock(async (clock) => {
    const script = new Script(({ name, type }) => type === "A" ? { answers: [address(name, V4)] } : null);
    const resolving = script.resolver().resolve("a.example");
    await clock.advance(1.1);
    assertEquals((await resolving).addresses, [V4]);
    assertEquals(clock.timers, 0);
  });
});

test("300 addresses are all there", async () => {
  const script = new Script(({ name, type }) => ({
    answers: type === "A" ? Array.from({ length: 300 }, (_, i) => address(name, `10.0.${i >> 8}.${i & 255}`)) : [],
  }));
  assertEquals(new Set((await script.resolver().resolve("many.example")).addresses).size, 300);
});

test("this machine's own names are asked of nobody", async () => {
  const script = both();
  const files = new TestFiles({ hosts: "192.0.2.7 Box.lan box # ours\n2001:db8::7 box\nnonsense box\n" });
  const resolver = script.resolver({ files });
  assertEquals((await resolver.resolve("BOX")).addresses, ["192.0.2.7", "2001:db8::7"]);
  assertEquals((await resolver.resolve("box.lan.")).addresses, ["192.0.2.7"]);
  assertEquals((await resolver.resolve("localhost")).addresses, ["127.0.0.1", "::1"]);
  assertEquals((await resolver.resolve("a.localhost")).addresses, ["127.0.0.1", "::1"]);
  await fails(script.resolver({ files, ipv6Only: true }).resolve("box.lan"), "not-found");
  assertEquals(script.asked, []);
});

test("the system's own resolver is asked once at a time, and its order is kept unless told otherwise", async () => {
  const asked: string[] = [];
  const lookup = (name: string) => {
    asked.push(name);
    return Promise.resolve(name === "a.example" ? [V6, V4] : []);
  };
  const system = (options = {}) => both().resolver({ servers: "system", lookup, ...options });
  const resolver = system();
  await Promise.all([1, 2, 3].map(() => resolver.resolve("a.example")));
  assertEquals((await resolver.resolve("a.example")).addresses, [V6, V4]);
  assertEquals(asked, ["a.example"]);
  assertEquals((await system({ ipv6First: false }).resolve("a.example")).addresses, [V4, V6]);
  assertEquals((await system({ ipv6Only: true }).resolve("a.example")).addresses, [V6]);
  for (let i = 0; i < 2; i++) await fails(resolver.resolve("b.example"), "not-found");
  assertEquals(asked.filter((name) => name === "b.example").length, 2);
});

test("a closed resolver fails what is under way and all that comes", async () => {
  const silent = new Script(() => null);
  const resolver = silent.resolver();
  const underWay = fails(resolver.resolve("a.example"), "server");
  await new Promise((resolve) => setTimeout(resolve, 0));
  resolver.close();
  resolver.close();
  await underWay;
  await fails(resolver.resolve("a.example"), "server");
});

test("names that were not used for longest are forgotten first", async () => {
  const script = both();
  const resolver = script.resolver({ ipv6Only: true, cacheSize: 2 });
  for (const name of ["a", "b", "a", "c", "a", "b"]) await resolver.resolve(`${name}.example`);
  assertEquals(script.asked.map((line) => line.split(" ")[1]![0]).join(""), "abcb");
});
