/** What becomes of associations when their port is served in another way. */

import { assertEquals, test } from "#test";
import { keyOf } from "../behaviour/keys.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import {
  reached,
  serving,
  socksFor,
  socksSender,
  tunnelFor,
  tunnelSender,
  withSender,
  withStarted,
} from "../behaviour/datagrams.ts";
import { until } from "../behaviour/until.ts";
import { withReloading } from "./reloads.ts";

const METHOD = "2022-blake3-aes-256-gcm";
const KEY = keyOf(32, 7);
const OTHER_KEY = keyOf(32, 8);
const SERVER = serving({ method: METHOD, password: KEY });

test("an association lives on through a change of limits and rules, by the same way out", () =>
  withReloading(
    { servers: [SERVER] },
    ({ apply, ports }) =>
      withMailboxes([Mailbox.bind()], (target) =>
        withStarted({ locals: [socksFor(reached(ports()[0]!, METHOD, KEY))] }, ({ ports: [socks] }) =>
          withSender(socksSender(socks!), async (sender) => {
            await sender.send(Uint8Array.of(1), target.local);
            const { from } = await target.take();
            await apply({ servers: [SERVER], outbound: { allowPrivate: ["127.0.0.0/8"] } }, { udp: 100 });
            await sender.send(Uint8Array.of(2), target.local);
            assertEquals((await target.take()).from, from);
            await target.send(Uint8Array.of(3), from);
            assertEquals((await sender.take()).bytes, Uint8Array.of(3));
          }))),
  ));

test("associations end under another key, and a datagram of the old key opens none", () =>
  withReloading(
    { servers: [SERVER] },
    ({ apply, ports, service }) =>
      withMailboxes([Mailbox.bind()], (target) =>
        withStarted({ locals: [socksFor(reached(ports()[0]!, METHOD, KEY))] }, ({ ports: [socks] }) =>
          withSender(socksSender(socks!), async (sender) => {
            await sender.send(Uint8Array.of(1), target.local);
            await target.take();
            await apply({ servers: [{ ...SERVER, password: OTHER_KEY }] });
            assertEquals(service.counters.associations, 0);
            await sender.send(Uint8Array.of(2), target.local);
            await until(() =>
              (service.counters.ended.authentication ?? 0) > 0
            );
            assertEquals(target.size, 0);
            // With the old key back, the session goes on where it was: nothing that has passed may pass again.
            await apply({ servers: [SERVER] });
            await sender.send(Uint8Array.of(3), target.local);
            assertEquals((await target.take()).bytes, Uint8Array.of(3));
          }))),
  ));

test("associations end with a port that is gone, and its number is free at once", () =>
  withReloading({ servers: [SERVER] }, ({ apply, ports, service }) =>
    withMailboxes([Mailbox.bind()], (target) => {
      const port = ports()[0]!;
      return withStarted({ locals: [socksFor(reached(port, METHOD, KEY))] }, ({ ports: [socks] }) =>
        withSender(socksSender(socks!), async (sender) => {
          await sender.send(Uint8Array.of(1), target.local);
          await target.take();
          await apply({ servers: [] });
          assertEquals(service.counters.associations, 0);
          const other = await Mailbox.bind("127.0.0.1", undefined, port);
          await other.close();
          // The port comes back: what was a session there is one again.
          await apply({ servers: [{ ...SERVER, port }] });
          await sender.send(Uint8Array.of(2), target.local);
          assertEquals((await target.take()).bytes, Uint8Array.of(2));
        }));
    })));

test("a tunnel's associations go on when its server changes, and begin anew when its target does", () =>
  withMailboxes(
    [Mailbox.bind(), Mailbox.bind()],
    (target, other) =>
      withStarted({ servers: [SERVER, SERVER] }, ({ ports: [first, second] }) => {
        const [one, two] = [first!, second!].map((port) => reached(port, METHOD, KEY));
        return withReloading({ locals: [tunnelFor(one!, target.local)] }, async ({ apply, ports }) => {
          await withSender(tunnelSender(ports()[0]!, target.local), async (sender) => {
            await sender.send(Uint8Array.of(1), target.local);
            const { from } = await target.take();
            await apply({ locals: [tunnelFor(two!, target.local)] });
            await sender.send(Uint8Array.of(2), target.local);
            assertEquals((await target.take()).from, from);
            await apply({ locals: [tunnelFor(two!, other.local)] });
            await sender.send(Uint8Array.of(3), target.local);
            assertEquals((await other.take()).bytes, Uint8Array.of(3));
          });
        });
      }),
  ));
