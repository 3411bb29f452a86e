/** Against Debian's dnsmasq and Unbound: what a resolver meets in the wild. */

import { readFileSync } from "node:fs";
import { connectTls } from "#net";
import { assert, assertEquals, assertRejects } from "#test";
import { type Exchange, titleOf } from "../../dns/exchange.ts";
import { putQuery } from "../../dns/query.ts";
import { parseReply } from "../../dns/reply.ts";
import { createResolver, type ResolverOptions } from "../../dns/resolver.ts";
import { askByTcp, framed, readMessage } from "../../dns/tcp.ts";
import { askByUdp } from "../../dns/udp.ts";
import { ResolveError, type Resolver } from "../../dns/types.ts";
import { TestFiles } from "../dns/script.ts";
import { dnsmasq, type Place, unbound, withNameServers } from "./name_servers.ts";

/** Runs the body with a resolver that asks these places in turn. */
async function asking(
  places: Place[],
  body: (resolver: Resolver) => Promise<void>,
  more: Partial<ResolverOptions> = {},
) {
  const servers = places.map(({ port }) => `127.0.0.1:${port}`);
  const resolver = createResolver({ servers, files: new TestFiles(), timeout: 1, ...more });
  try {
    await body(resolver);
  } finally {
    resolver.close();
  }
}

/** Fails unless the name is not resolved for this reason. */
async function fails(resolving: Promise<unknown>, fault: ResolveError["fault"]): Promise<void> {
  assertEquals((await assertRejects(() => resolving, ResolveError)).fault, fault);
}

const LONGEST = [..."abc"].map((letter) => letter.repeat(63)).join(".") + "." + "d".repeat(56) + ".test";
const ZONE = ["local-zone: test. static", `local-data: "test. 60 IN SOA ns.test. mail.test. 1 2 3 4 5"`];
const MANY = Array.from({ length: 300 }, (_, i) => `--host-record=many.test,10.1.${i >> 8}.${i & 255}`);

withNameServers(
  "both families, aliases in a chain, international names",
  [dnsmasq(
    "--local=/test/",
    "--host-record=a.test,192.0.2.1,2001:db8::1,40",
    "--cname=b.test,a.test,30",
    "--cname=c.test,b.test,50",
    "--host-record=xn--bcher-kva.test,192.0.2.2",
  )],
  (place) =>
    asking([place], async (resolver) => {
      assertEquals(await resolver.resolve("a.test"), { addresses: ["192.0.2.1", "2001:db8::1"], ttl: 40 });
      assertEquals((await resolver.resolve("C.test")).addresses, ["192.0.2.1", "2001:db8::1"]);
      assertEquals((await resolver.resolve("bücher.test")).addresses, ["192.0.2.2"]);
      await fails(resolver.resolve("nothing.test"), "not-found");
    }),
);

withNameServers("300 answers come by TCP", [dnsmasq("--local=/test/", ...MANY)], async (place) => {
  const ways: string[] = [];
  const tcp: Exchange = (...asked) => {
    ways.push(titleOf({ ...asked[0], way: "tcp" }));
    return askByTcp(...asked);
  };
  await asking([place], async (resolver) => {
    assertEquals(new Set((await resolver.resolve("many.test")).addresses).size, 300);
  }, { exchanges: { tcp } });
  assertEquals(ways, [`tcp://127.0.0.1:${place.port}`]);
});

withNameServers(
  "an answer of time to live 0 is not kept, one of 1 is kept for a second",
  [dnsmasq("--local=/test/", "--host-record=now.test,192.0.2.1,0", "--host-record=soon.test,192.0.2.1,1")],
  (place) =>
    asking([place], async (resolver) => {
      assertEquals((await resolver.resolve("now.test")).ttl, 0);
      const { ttl } = await resolver.resolve("soon.test");
      assertEquals(ttl, 1);
      const again = await resolver.resolve("soon.test");
      assert(again.ttl < 1 && again.ttl > 0, `${again.ttl}`);
    }),
);

withNameServers(
  "a name that is not there, and one without addresses, are kept as their authority says",
  [unbound(...ZONE, `local-data: "text.test. IN TXT nothing"`)],
  async (place) => {
    let asked = 0;
    const udp: Exchange = (...args) => {
      asked++;
      return askByUdp(...args);
    };
    await asking([place], async (resolver) => {
      for (const name of ["nothing.test", "text.test", "nothing.test", "text.test"]) {
        await fails(resolver.resolve(name), "not-found");
      }
    }, { exchanges: { udp } });
    assertEquals(asked, 4);
  },
);

withNameServers(
  "a name of 255 bytes is resolved, and one of 256 is none",
  [unbound(...ZONE, `local-data: "${LONGEST}. 60 IN A 192.0.2.5"`)],
  (place) =>
    asking([place], async (resolver) => {
      assertEquals(LONGEST.length + 2, 255);
      assertEquals((await resolver.resolve(LONGEST)).addresses, ["192.0.2.5"]);
      await fails(resolver.resolve(LONGEST.replace("d.test", "dd.test")), "bad-name");
    }),
);

withNameServers(
  "a server that fails, refuses or is silent is followed by the next",
  [
    unbound(
      "local-zone: refused.test. always_refuse",
      "local-zone: silent.test. always_deny",
      "local-zone: failing.test. transparent",
      // It asks a port where nobody listens, by TCP so that it learns of that at once.
      "tcp-upstream: yes",
      "forward-zone:",
      "  name: failing.test.",
      "  forward-addr: 127.0.0.1@1",
    ),
    dnsmasq("--local=/test/", ...["refused", "silent", "failing"].map((it) => `--host-record=${it}.test,192.0.2.3,9`)),
  ],
  (first, second) =>
    asking([first, second], async (resolver) => {
      for (const name of ["refused.test", "failing.test", "silent.test"]) {
        assertEquals((await resolver.resolve(name)).addresses, ["192.0.2.3"], name);
      }
      await asking([first], async (alone) => {
        await fails(alone.resolve("refused.test"), "server");
        await fails(alone.resolve("failing.test"), "server");
        await fails(alone.resolve("silent.test"), "timeout");
      }, { attempts: 1, timeout: 3 });
    }),
);

withNameServers("TLS is spoken", [unbound(...ZONE, `local-data: "a.test. 60 IN A 192.0.2.5"`)], async ({ tlsPort }) => {
  const authorities = [readFileSync(new URL("../dns/fixtures/authority.pem", import.meta.url), "utf8")];
  const place = { host: "127.0.0.1", port: tlsPort, timeout: 5, keepalive: 60 };
  const stream = await connectTls({ ...place, name: "dns.test", authorities });
  const query = putQuery({ name: "a.test", type: "A" }, 99);
  await stream.write(framed(query));
  const { answers } = parseReply(await readMessage(stream, query));
  assertEquals(answers, [{ kind: "address", type: "A", owner: "a.test", ttl: 60, address: "192.0.2.5" }]);
  stream.close();
});
