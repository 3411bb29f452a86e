/** Datagrams through client and server. */

import { assert, assertEquals, test } from "#test";
import type { Endpoint } from "../../net/types.ts";
import { closedUdpPort, Mailbox, withMailboxes } from "../net/mailbox.ts";
import {
  assertEchoes,
  reached,
  serving,
  socksFor,
  socksSender,
  tunnelFor,
  tunnelSender,
  withSender,
  withStarted,
} from "./datagrams.ts";
import { keyFor } from "./keys.ts";
import { listenOrigin } from "./peer.ts";
import { noise, through } from "./wiring.ts";

/** One method of each kind. */
const METHODS = [
  "2022-blake3-aes-128-gcm",
  "2022-blake3-aes-256-gcm",
  "2022-blake3-chacha20-poly1305",
  "aes-256-gcm",
  "chacha20-ietf-poly1305",
  "aes-256-ctr",
  "rc4-md5",
  "table",
  "none",
];
const METHOD = "2022-blake3-aes-256-gcm";

const SIZES = [0, 1, 512, 1400, 8000, 65_000];
const MANY = 1000;
/** Datagrams on their way at once: no queue of the kernel's is filled by them. */
const WINDOW = 50;

for (const method of METHODS) {
  const password = keyFor(method);

  test(`${method}: payloads of every size go through SOCKS5 and a tunnel, and come back`, () =>
    withMailboxes(
      [Mailbox.echo()],
      (echo) =>
        withStarted({ servers: [serving({ method, password })] }, ({ ports: [port] }) => {
          const server = reached(port!, method, password);
          const locals = [socksFor(server), tunnelFor(server, echo.local)];
          return withStarted({ locals }, async ({ ports: [socks, tunnel] }) => {
            await withSender(socksSender(socks!), (sender) => assertEchoes(sender, echo.local, SIZES));
            await withSender(tunnelSender(tunnel!, echo.local), (sender) => assertEchoes(sender, echo.local, SIZES));
          });
        }),
    ));
}

/** Runs the body with the SOCKS5 port of a client in front of a server. */
function withSocks(body: (socks: number) => Promise<void>): Promise<void> {
  const password = keyFor(METHOD);
  return withStarted(
    { servers: [serving({ method: METHOD, password })] },
    ({ ports: [port] }) =>
      withStarted({ locals: [socksFor(reached(port!, METHOD, password))] }, ({ ports: [socks] }) => body(socks!)),
  );
}

test("targets are IPv4 and IPv6 addresses and names, all from one association", () =>
  withMailboxes(
    [Mailbox.echo("127.0.0.1"), Mailbox.echo("::1"), Mailbox.echo("::")],
    (four, six, both) =>
      withSocks((socks) =>
        withSender(socksSender(socks), async (sender) => {
          for (const { local } of [four, six, four]) {
            await sender.send(Uint8Array.of(1), local);
            assertEquals(await sender.take(), { bytes: Uint8Array.of(1), target: local });
          }
          // The answer bears the address that the name has.
          for (let i = 0; i < 3; i++) {
            await sender.send(Uint8Array.of(i), { host: "localhost", port: both.local.port });
            const { bytes, target } = await sender.take();
            assertEquals([[...bytes], target.port], [[i], both.local.port]);
            assert(["127.0.0.1", "::1"].includes(target.host), target.host);
          }
        })
      ),
  ));

test("a tunnel leads to a name", () => {
  const password = keyFor(METHOD);
  return withMailboxes(
    [Mailbox.echo("::")],
    ({ local: { port } }) =>
      withStarted({ servers: [serving({ method: METHOD, password })] }, (server) => {
        const target = { host: "localhost", port };
        const locals = [tunnelFor(reached(server.ports[0]!, METHOD, password), target)];
        return withStarted({ locals }, ({ ports: [tunnel] }) =>
          withSender(tunnelSender(tunnel!, target), (sender) =>
            assertEchoes(sender, target, SIZES)));
      }),
  );
});

test("what is sent to a name without an address takes nothing with it", () =>
  withMailboxes([Mailbox.echo()], (echo) =>
    withSocks((socks) =>
      withSender(socksSender(socks), async (sender) => {
        for (let i = 0; i < 5; i++) {
          await sender.send(Uint8Array.of(9), { host: `${"a".repeat(64)}.invalid`, port: 53 });
          await assertEchoes(sender, echo.local, [1, 100]);
        }
      })
    )));

for (const host of ["127.0.0.1", "::1"]) {
  test(`a port of ${host} that refuses takes nothing but what is sent to it`, () =>
    withMailboxes(
      [Mailbox.echo(host)],
      (echo) =>
        withSocks((socks) =>
          withSender(socksSender(socks), async (sender) => {
            const nobody = await closedUdpPort(host);
            for (let i = 0; i < 50; i++) {
              await sender.send(Uint8Array.of(0), nobody);
              await assertEchoes(sender, echo.local, [1, 2]);
            }
          })
        ),
    ));
}

test("an application that has gone without a word harms nobody else", () =>
  withMailboxes([Mailbox.bind(), Mailbox.echo()], (origin, echo) => {
    const password = keyFor(METHOD);
    return withStarted(
      { servers: [serving({ method: METHOD, password })] },
      ({ ports: [port] }) =>
        withStarted({
          locals: [
            tunnelFor(reached(port!, METHOD, password), origin.local),
            socksFor(reached(port!, METHOD, password)),
          ],
        }, async ({ ports: [tunnel, socks] }) => {
          const gone = await tunnelSender(tunnel!, origin.local);
          await gone.send(Uint8Array.of(1), origin.local);
          const { from } = await origin.take();
          await gone.close();
          await withSender(socksSender(socks!), async (sender) => {
            for (let i = 0; i < 20; i++) {
              // The tunnel's port gets an ICMP answer for each.
              await origin.send(Uint8Array.of(2), from);
              await assertEchoes(sender, echo.local, [1]);
            }
          });
          await withSender(tunnelSender(tunnel!, origin.local), async (sender) => {
            await sender.send(Uint8Array.of(3), origin.local);
            assertEquals([...(await origin.take()).bytes], [3]);
          });
        }),
    );
  }));

test("any remote may answer an association, and the application learns which", () =>
  withMailboxes(
    [Mailbox.bind(), Mailbox.bind(), Mailbox.bind("::1")],
    (asked, other, six) =>
      withSocks((socks) =>
        withSender(socksSender(socks), async (sender) => {
          await sender.send(Uint8Array.of(1), asked.local);
          const { from } = await asked.take();
          for (const box of [asked, other, six]) {
            await box.send(Uint8Array.of(2), { host: box.local.host, port: from.port });
            assertEquals(await sender.take(), { bytes: Uint8Array.of(2), target: box.local });
          }
        })
      ),
  ));

test("one association has one port towards all targets, and each has its own", () =>
  withMailboxes(
    [Mailbox.bind(), Mailbox.bind()],
    (a, b) =>
      withSocks((socks) =>
        withSender(socksSender(socks), (one) =>
          withSender(socksSender(socks), async (two) => {
            const seen: Endpoint[] = [];
            for (const [sender, box] of [[one, a], [one, b], [two, a]] as const) {
              await sender.send(Uint8Array.of(1), box.local);
              seen.push((await box.take()).from);
            }
            assertEquals(seen[0], seen[1]);
            assert(seen[2]!.port !== seen[0]!.port);
          }))
      ),
  ));

test("the packets of an association arrive in the order sent, and so do the answers", () =>
  withMailboxes([Mailbox.bind()], (origin) =>
    withSocks((socks) =>
      withSender(socksSender(socks), async (sender) => {
        // Sixteen may wait while the way out is made: this one makes it.
        await sender.send(new Uint8Array(0), origin.local);
        await origin.take();
        for (let at = 0; at < MANY; at += WINDOW) {
          for (let i = at; i < at + WINDOW; i++) await sender.send(noise(1200, i + 1), origin.local);
          for (let i = at; i < at + WINDOW; i++) {
            const { bytes, from } = await origin.take();
            assertEquals(bytes, noise(1200, i + 1), `packet ${i}`);
            await origin.send(bytes, from);
          }
          for (let i = at; i < at + WINDOW; i++) {
            assertEquals((await sender.take()).bytes, noise(1200, i + 1), `answer ${i}`);
          }
        }
      })
    )));

test("the first packets of an association arrive in the order sent, though its way out is being made", () =>
  withMailboxes([Mailbox.bind()], (origin) =>
    withSocks((socks) =>
      withSender(socksSender(socks), async (sender) => {
        for (let i = 0; i < 16; i++) await sender.send(Uint8Array.of(i), origin.local);
        const came = await origin.takeAll(16);
        assertEquals(came.map(({ bytes }) => bytes[0]), Array.from({ length: 16 }, (_, i) => i));
      })
    )));

for (const method of ["2022-blake3-aes-128-gcm", "chacha20-ietf-poly1305"]) {
  const is2022 = method.startsWith("2022");
  const users = [{ name: "anna", password: keyFor(method, 2) }, { name: "ben", password: keyFor(method, 3) }];
  const own = keyFor(method, 1);
  const keysOf = (password: string) => is2022 ? `${own}:${password}` : password;

  test(`${method}: users share a port, and nobody else is let in`, () =>
    withMailboxes(
      [Mailbox.echo(), Mailbox.bind()],
      (echo, nobody) =>
        withStarted({ servers: [serving({ method, password: own, users })] }, ({ ports: [port], service, log }) => {
          const passwords = [...users.map(({ password }) => password), keyFor(method, 4)].map(keysOf);
          const locals = passwords.map((password) => socksFor(reached(port!, method, password)));
          return withStarted({ locals }, async ({ ports }) => {
            for (const socks of ports.slice(0, 2)) {
              await withSender(socksSender(socks), (sender) => assertEchoes(sender, echo.local, SIZES));
            }
            assertEquals(service.counters.ended, {});
            await withSender(socksSender(ports[2]!), async (stranger) => {
              await stranger.send(Uint8Array.of(1), nobody.local);
              const [dropped] = await log.wait("datagram-dropped");
              assertEquals(dropped!.fields.status, "authentication");
            });
            assertEquals([nobody.size, service.counters.ended], [0, { authentication: 1 }]);
          });
        }),
    ));
}

for (const method of ["2022-blake3-aes-128-gcm", "2022-blake3-aes-256-gcm"]) {
  test(`${method}: a chain of keys leads through a relay to a server with users, and comes back`, () => {
    const [relayKey, serverKey, userKey] = [keyFor(method, 1), keyFor(method, 2), keyFor(method, 3)];
    const users = [{ name: "anna", password: userKey }];
    return withMailboxes(
      [Mailbox.echo()],
      (echo) =>
        withStarted({ servers: [serving({ method, password: serverKey, users })] }, ({ ports: [end], service }) => {
          const destinations = [
            { name: "nowhere", host: "127.0.0.1", port: 9, password: keyFor(method, 6) },
            { name: "end", host: "127.0.0.1", port: end!, password: serverKey },
          ];
          return withStarted({ servers: [serving({ method, password: relayKey, destinations })] }, (relay) => {
            const chain = [relayKey, serverKey, userKey].join(":");
            const server = reached(relay.ports[0]!, method, chain);
            const locals = [socksFor(server), tunnelFor(server, echo.local)];
            return withStarted({ locals }, async ({ ports: [socks, tunnel] }) => {
              await withSender(socksSender(socks!), (sender) => assertEchoes(sender, echo.local, SIZES));
              await withSender(tunnelSender(tunnel!, echo.local), (sender) => assertEchoes(sender, echo.local, SIZES));
              assertEquals(service.counters.ended, {});
            });
          });
        }),
    );
  });
}

test("TCP and UDP share a port, and neither disturbs the other", () =>
  withMailboxes([Mailbox.echo()], (echo) =>
    withSocks(async (socks) => {
      const origin = await listenOrigin();
      try {
        const application = await through({ port: socks }, origin.port);
        const target = await origin.accept();
        await withSender(socksSender(socks), (sender) => assertEchoes(sender, echo.local, SIZES));
        await application.send(noise(1000, 1));
        assertEquals(await target.take(1000), noise(1000, 1));
        await application.close();
      } finally {
        await origin.close();
      }
    })));

test("the table of a server never passes its limit, and who came last is served", () =>
  withMailboxes([Mailbox.echo()], (echo) => {
    const password = keyFor(METHOD);
    return withStarted(
      { servers: [serving({ method: METHOD, password })] },
      ({ ports: [port] }) =>
        withStarted(
          { locals: [tunnelFor(reached(port!, METHOD, password), echo.local)] },
          async ({ ports: [tunnel] }) => {
            for (let i = 0; i < 20; i++) {
              await withSender(tunnelSender(tunnel!, echo.local), (sender) => assertEchoes(sender, echo.local, [i, 1]));
            }
          },
        ),
      { udpAssociations: 3 },
    );
  }));

test("a service that stops ends associations in the middle of their work", () =>
  withMailboxes([Mailbox.bind()], (origin) =>
    withSocks((socks) =>
      withSender(socksSender(socks), async (sender) => {
        for (let i = 0; i < 100; i++) await sender.send(noise(1200, i + 1), origin.local);
        await origin.take();
        // The seam finds what is left open.
      })
    )));
