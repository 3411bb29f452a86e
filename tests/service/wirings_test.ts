/** What lives on behind a port that is served in another way: DNS, the relay role, and ports that are gone. */

import { assert, assertEquals, test } from "#test";
import type { LocalEntry } from "../../config/types.ts";
import { framed } from "../../dns/tcp.ts";
import { putQuery } from "../../dns/query.ts";
import { parseReply } from "../../dns/reply.ts";
import { reached, serving, withStarted } from "../behaviour/datagrams.ts";
import { withResponder } from "../behaviour/dns_responder.ts";
import { keyOf } from "../behaviour/keys.ts";
import { Peer } from "../behaviour/peer.ts";
import { until } from "../behaviour/until.ts";
import { serverAt } from "../behaviour/wiring.ts";
import { accepts, answers, serves, withClient, withReloading } from "./reloads.ts";

const METHOD = "2022-blake3-aes-128-gcm";
const [OWN, BEHIND] = [1, 2].map((seed) => keyOf(16, seed)) as [string, string];

/** Asks for a name over a connection, and gives how many addresses came. */
async function askOver(peer: Peer, name: string): Promise<number> {
  await peer.send(framed(putQuery({ name, type: "A" }, 7)));
  const [high, low] = await peer.take(2);
  return parseReply(await peer.take(high! << 8 | low!)).answers.length;
}

test("a connection to a DNS port is answered as before, while the port asks somebody else", () =>
  withResponder((one) =>
    withResponder((other) =>
      withStarted({ servers: [serverAt()] }, ({ ports: [server] }) => {
        const dnsTo = ({ port }: { port: number }): LocalEntry => {
          const remoteDns = { host: "127.0.0.1", port };
          return { host: "127.0.0.1", port: 0, protocol: "dns", servers: [serverAt(server)], remoteDns };
        };
        return withReloading({ locals: [dnsTo(one)] }, async ({ apply, ports }) => {
          const before = await Peer.connect(ports()[0]!);
          assertEquals(await askOver(before, "a.example"), 1);
          await apply({ locals: [dnsTo(other)] });
          assertEquals(await askOver(before, "b.example"), 1);
          const after = await Peer.connect(ports()[0]!);
          assertEquals(await askOver(after, "c.example"), 1);
          await apply({ locals: [] });
          assertEquals(await askOver(before, "d.example"), 1);
          for (const peer of [before, after]) await peer.close();
          assertEquals(one.asked, ["tcp a.example", "tcp b.example", "tcp d.example"]);
          assertEquals(other.asked, ["tcp c.example"]);
        });
      })
    )
  ));

test("a port that passes users on goes on under other limits, and its keys are freed in the end", () =>
  withStarted({ servers: [serving({ method: METHOD, password: BEHIND })] }, ({ ports: [behind] }) => {
    const destinations = [{ name: "behind", host: "127.0.0.1", port: behind!, password: BEHIND }];
    const relay = serving({ method: METHOD, password: OWN, destinations });
    return withReloading({ servers: [relay] }, async ({ apply, ports, echo }) => {
      const way = reached(ports()[0]!, METHOD, `${OWN}:${BEHIND}`);
      await withClient(way, echo, async (connection) => {
        assert(await answers(connection));
        await apply({ servers: [relay] }, { idle: 100 });
        assert(await answers(connection));
        assert(await serves(way, echo));
        await apply({ servers: [] });
        assert(await answers(connection));
      });
    });
  }));

test("a connection of a port that is gone ends with the service, in the time that it gives", () =>
  withReloading({ servers: [serverAt()] }, ({ apply, ports, echo, service, log }) => {
    const standing = serverAt(ports()[0]);
    return withClient(standing, echo, async (connection) => {
      assert(await answers(connection));
      await apply({ servers: [] });
      assertEquals([await accepts(standing.port), service.counters.active], [false, 1]);
      await service.stop(0.05);
      assertEquals(service.counters.active, 0);
      assertEquals((await log.wait("closed"))[0]?.fields.status, "stopped");
      await until(() => connection.end !== null);
    });
  }));
