/** The hosts file and resolv.conf, and that they are read again when they change. */

import { assertEquals, assertRejects, test } from "#test";
import { type Exchange, titleOf } from "../../dns/exchange.ts";
import { parseResolvConf } from "../../dns/resolv_conf.ts";
import { createResolver } from "../../dns/resolver.ts";
import { ResolveError } from "../../dns/types.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { Script, TestFiles } from "./script.ts";
import { address, authority, questionOf, reply } from "./written.ts";

const V6 = "2001:db8::1";
const answering = () => new Script(({ name }) => ({ answers: [address(name, V6)] }));

test("resolv.conf is understood", () => {
  const text = `# made by hand
nameserver 192.0.2.1
nameserver 2001:DB8::1 ; the second
nameserver fe80::1%eth0
nameserver nonsense
domain old.example
search lan.example. Corp.Example
options ndots:3 timeout:2 attempts:4 rotate edns0
`;
  const { servers, ...rest } = parseResolvConf(text)!;
  assertEquals(servers.map(titleOf), ["udp://192.0.2.1:53", "udp://[2001:db8::1]:53"]);
  assertEquals(rest, { search: ["lan.example", "corp.example"], ndots: 3, timeout: 2, attempts: 4, rotate: true });
});

test("resolv.conf has limits, and means this machine when it names no server", () => {
  const text = "nameserver 192.0.2.1\n".repeat(9) + "options ndots:99 timeout:999 attempts:0 rotat\n";
  const { servers, ...rest } = parseResolvConf(text)!;
  assertEquals(servers.length, 3);
  assertEquals(rest, { search: [], ndots: 15, timeout: 30, attempts: 1, rotate: false });
  const empty = parseResolvConf("")!;
  assertEquals(empty.servers.map(titleOf), ["udp://127.0.0.1:53"]);
  assertEquals([empty.ndots, empty.timeout, empty.attempts], [1, 5, 2]);
});

test("short names are looked for under the search domains, others as they are", async () => {
  const script = new Script(({ name }) =>
    name === "box" ? { answers: [address(name, V6)] } : { code: 3, authorities: [authority("example", 9, 9)] }
  );
  const resolvConf = "nameserver 192.0.2.1\nsearch a.example b.example\noptions ndots:2";
  const resolver = script.resolver({ servers: [], ipv6Only: true, files: new TestFiles({ resolvConf }) });
  await resolver.resolve("box");
  assertEquals(script.asked.map((line) => line.split(" ")[1]), ["box.a.example", "box.b.example", "box"]);
  script.asked.length = 0;
  await resolver.resolve("box.");
  for (const name of ["x.y.z", "x.y."]) await assertRejects(() => resolver.resolve(name), ResolveError);
  assertEquals(script.asked.map((line) => line.split(" ")[1]), ["box", "x.y.z", "x.y"]);
});

test("servers take turns where resolv.conf says so", async () => {
  const script = answering();
  const resolvConf = "nameserver 192.0.2.1\nnameserver 192.0.2.2\noptions rotate";
  const resolver = script.resolver({ servers: [], ipv6Only: true, files: new TestFiles({ resolvConf }) });
  for (const name of ["a.example", "b.example", "c.example"]) await resolver.resolve(name);
  assertEquals(script.asked.map((line) => line.split(" ")[0]), [
    "udp://192.0.2.1:53",
    "udp://192.0.2.2:53",
    "udp://192.0.2.1:53",
  ]);
});

test("a resolv.conf that changes is read again, and what the old servers said is forgotten", async () => {
  await withFakeClock(async (clock) => {
    const script = answering();
    const files = new TestFiles({ resolvConf: "nameserver 192.0.2.1" });
    const resolver = script.resolver({ servers: [], ipv6Only: true, files });
    await resolver.resolve("a.example");
    files.resolvConf = "nameserver 192.0.2.2";
    await resolver.resolve("b.example");
    await clock.advance(1);
    for (const name of ["c.example", "a.example"]) await resolver.resolve(name);
    assertEquals(script.asked, [
      "udp://192.0.2.1:53 a.example AAAA",
      "udp://192.0.2.1:53 b.example AAAA",
      "udp://192.0.2.2:53 c.example AAAA",
      "udp://192.0.2.2:53 a.example AAAA",
    ]);
  });
});

test("a hosts file that changes is read again, and one that does not is not", async () => {
  await withFakeClock(async (clock) => {
    const script = answering();
    const files = new TestFiles({ hosts: "192.0.2.1 box" });
    const resolver = script.resolver({ files });
    for (let i = 0; i < 5; i++) {
      assertEquals((await resolver.resolve("box")).addresses, ["192.0.2.1"]);
      await clock.advance(2);
    }
    assertEquals(files.reads.length, 1);
    files.hosts = "192.0.2.2 box";
    assertEquals((await resolver.resolve("box")).addresses, ["192.0.2.2"]);
    files.hosts = null;
    await clock.advance(1);
    assertEquals((await resolver.resolve("box")).addresses, [V6]);
    assertEquals(files.reads.length, 2);
  });
});

test("what was asked for before a file changed is not kept", async () => {
  const changes: [change: (files: TestFiles) => void, then: string][] = [
    [(files) => files.hosts = "2001:db8::2 a.example", "2001:db8::2"],
    [(files) => files.resolvConf = "nameserver 192.0.2.2", "2001:db8::3"],
  ];
  for (const [change, then] of changes) {
    await withFakeClock(async (clock) => {
      const asked = Promise.withResolvers<void>();
      const late = Promise.withResolvers<void>();
      const udp: Exchange = async (server, query) => {
        const { name } = questionOf(query);
        const isOld = server.host === "192.0.2.1" && name === "a.example";
        if (isOld) {
          asked.resolve();
          await late.promise;
        }
        return reply(query, { answers: [address(name, isOld ? V6 : "2001:db8::3")] });
      };
      const files = new TestFiles({ resolvConf: "nameserver 192.0.2.1" });
      const resolver = createResolver({ servers: [], ipv6Only: true, files, exchanges: { udp } });
      const before = resolver.resolve("a.example");
      await asked.promise;
      change(files);
      await clock.advance(1);
      await resolver.resolve("b.example");
      late.resolve();
      assertEquals((await before).addresses, [V6]);
      assertEquals((await resolver.resolve("a.example")).addresses, [then]);
    });
  }
});

test("where there is no resolv.conf the system resolves", async () => {
  const lookup = () => Promise.resolve(["192.0.2.5"]);
  const resolver = answering().resolver({ servers: [], lookup });
  assertEquals((await resolver.resolve("a.example")).addresses, ["192.0.2.5"]);
});

test("where resolv.conf names only servers with a zone or that are none, the system resolves", async () => {
  const lookup = () => Promise.resolve(["192.0.2.5"]);
  for (const named of ["nameserver fe80::1%eth0", "nameserver fe80::1%eth0\nnameserver nonsense", "nameserver"]) {
    const script = answering();
    const files = new TestFiles({ resolvConf: named });
    const resolver = script.resolver({ servers: [], files, lookup });
    assertEquals((await resolver.resolve("a.example")).addresses, ["192.0.2.5"]);
    assertEquals(script.asked, []);
  }
});
