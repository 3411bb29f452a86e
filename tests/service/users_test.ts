/** Users of a port that come and go. */

import { assert, assertEquals, test } from "#test";
import type { User } from "../../crypto/types.ts";
import type { ServerEntry } from "../../config/types.ts";
import { keyOf } from "../behaviour/keys.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import { reached, socksFor, socksSender, withSender, withStarted } from "../behaviour/datagrams.ts";
import { Peer } from "../behaviour/peer.ts";
import { until } from "../behaviour/until.ts";
import { recorded } from "./recorded.ts";
import { answers, serves, withClient, withReloading } from "./reloads.ts";

/** Methods that tell users apart, each in its own way. */
const METHODS = ["2022-blake3-aes-128-gcm", "aes-256-gcm"];

const OWN = keyOf(16, 1);
const ANN: User = { name: "ann", password: keyOf(16, 2) };
const BOB: User = { name: "bob", password: keyOf(16, 3) };
const CAT: User = { name: "cat", password: keyOf(16, 4) };

/** A server with users. */
function shared(method: string, ...users: User[]): ServerEntry {
  return { host: "127.0.0.1", port: 0, method, password: OWN, users };
}

/** The same as one of them reaches it. */
function asUser(port: number, method: string, { password }: User): ServerEntry {
  return reached(port, method, method.startsWith("2022") ? `${OWN}:${password}` : password);
}

for (const method of METHODS) {
  test(`${method}: a user that is gone loses its connections, and those that stay keep theirs`, () =>
    withReloading({ servers: [shared(method, ANN, BOB)] }, async ({ apply, ports, echo, log }) => {
      const port = ports()[0]!;
      await withClient(
        asUser(port, method, ANN),
        echo,
        (ann) =>
          withClient(asUser(port, method, BOB), echo, async (bob) => {
            assert(await answers(ann));
            assert(await answers(bob));
            const changes = await apply({ servers: [shared(method, BOB, CAT)] });
            assertEquals(changes.map((change) => [change.kind, "user" in change ? change.user : ""]), [
              ["port-changed", ""],
              ["user-added", "cat"],
              ["user-removed", "ann"],
            ]);
            assertEquals(await answers(ann), false);
            assert(await answers(bob));
          }),
      );
      assertEquals(await serves(asUser(port, method, ANN), echo), false);
      assert(await serves(asUser(port, method, BOB), echo));
      assert(await serves(asUser(port, method, CAT), echo));
      const [closed] = await log.wait("closed");
      assertEquals([closed?.fields.user, closed?.fields.status], ["ann", "stopped"]);
      assert(log.events.every((event) => !JSON.stringify(event).includes(ANN.password)));
    }));

  test(`${method}: a user that is gone is not served by a connection that was there before`, () =>
    withReloading({ servers: [shared(method, ANN, BOB)] }, async ({ apply, ports, echo, log, service }) => {
      const port = ports()[0]!;
      const bytes = await recorded(asUser(port, method, ANN), echo.port, Uint8Array.of(7));
      const early = await Peer.connect(port);
      await until(() => service.counters.active === 1);
      await apply({ servers: [shared(method, BOB)] });
      await early.send(bytes);
      assertEquals((await early.rest()).end, "reset");
      await early.close();
      assertEquals((await log.wait("closed"))[0]?.fields.status, "stopped");
      // Whoever comes back is served again.
      await apply({ servers: [shared(method, ANN)] });
      assert(await serves(asUser(port, method, ANN), echo));
    }));

  test(`${method}: a user whose key changes keeps its connections, and needs the new key for others`, () =>
    withReloading({ servers: [shared(method, ANN, BOB)] }, async ({ apply, ports, echo }) => {
      const port = ports()[0]!;
      const renewed = { ...ANN, password: CAT.password };
      await withClient(asUser(port, method, ANN), echo, async (ann) => {
        assert(await answers(ann));
        await apply({ servers: [shared(method, renewed, BOB)] });
        assert(await answers(ann));
      });
      assertEquals(await serves(asUser(port, method, ANN), echo), false);
      assert(await serves(asUser(port, method, renewed), echo));
    }));

  test(`${method}: an old key does not serve on a connection that was there before it changed`, () =>
    withReloading({ servers: [shared(method, ANN, BOB)] }, async ({ apply, ports, echo, log, service }) => {
      const port = ports()[0]!;
      const [ann, bob] = [
        await recorded(asUser(port, method, ANN), echo.port, Uint8Array.of(7)),
        await recorded(asUser(port, method, BOB), echo.port, Uint8Array.of(8)),
      ];
      const early = [await Peer.connect(port), await Peer.connect(port)] as const;
      await until(() => service.counters.active === 2);
      const renewed = { ...ANN, password: CAT.password };
      await apply({ servers: [shared(method, renewed, BOB)] });
      await early[0].send(ann);
      assertEquals((await early[0].rest()).end, "reset");
      assertEquals((await log.wait("closed"))[0]?.fields.status, "stopped");
      // Another's is served as before.
      await early[1].send(bob);
      early[1].finish();
      assert((await early[1].rest()).bytes.length > 0);
      for (const peer of early) await peer.close();
      assert(await serves(asUser(port, method, renewed), echo));
    }));

  test(`${method}: the datagrams of a user that is gone end, and those that stay keep their way out`, () =>
    withReloading(
      { servers: [shared(method, ANN, BOB)] },
      ({ apply, ports, service }) =>
        withMailboxes([Mailbox.bind()], (target) => {
          const port = ports()[0]!;
          const locals = [ANN, BOB].map((user) => socksFor(asUser(port, method, user)));
          return withStarted({ locals }, async ({ ports: [annPort, bobPort] }) => {
            await withSender(socksSender(annPort!), (ann) =>
              withSender(socksSender(bobPort!), async (bob) => {
                const cameFrom = async (sender: typeof ann, text: string) => {
                  await sender.send(new TextEncoder().encode(text), target.local);
                  return (await target.take()).from;
                };
                const annAt = await cameFrom(ann, "ann");
                const bobAt = await cameFrom(bob, "bob");
                assertEquals(service.counters.associations, 2);
                await apply({ servers: [shared(method, BOB)] });
                assertEquals(service.counters.associations, 1);
                assertEquals(await cameFrom(bob, "bob again"), bobAt);
                // Answers still come to the one that stays, and to the other none.
                await target.send(Uint8Array.of(1), annAt);
                await target.send(Uint8Array.of(2), bobAt);
                assertEquals((await bob.take()).bytes, Uint8Array.of(2));
                await ann.send(Uint8Array.of(3), target.local);
                await until(() => (service.counters.ended.authentication ?? 0) > 0);
                assertEquals(target.size, 0);
              }));
          });
        }),
    ));
}
