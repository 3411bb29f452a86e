/** What ports carry by their mode: connections, datagrams, or both. */

import { bindPackets } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import {
  askAssociate,
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
import { listenOrigin, Peer } from "./peer.ts";
import { ask } from "./wiring.ts";

const METHOD = "2022-blake3-aes-256-gcm";

test("a server carries what its mode says", async () => {
  const password = keyFor(METHOD);
  for (const mode of ["tcp_only", "udp_only", "tcp_and_udp"] as const) {
    await withStarted({ servers: [serving({ method: METHOD, password, mode })] }, async ({ ports: [port] }) => {
      const at = { host: "127.0.0.1", port: port! };
      if (mode === "tcp_only") (await bindPackets(at)).close();
      else await assertRejects(() => bindPackets(at));
      if (mode === "udp_only") await assertRejects(() => Peer.connect(port!));
      else await (await Peer.connect(port!)).close();
    });
  }
});

test("a SOCKS5 port carries what its mode says", () => {
  const password = keyFor(METHOD);
  return withMailboxes(
    [Mailbox.echo()],
    (echo) =>
      withStarted({ servers: [serving({ method: METHOD, password })] }, ({ ports: [port] }) => {
        const server = reached(port!, METHOD, password);
        const locals = (["tcp_only", "udp_only", undefined] as const).map((mode) => socksFor(server, mode));
        return withStarted({ locals }, async ({ ports }) => {
          const origin = await listenOrigin((peer) => void peer.send(Uint8Array.of(1)));
          try {
            for (const [i, replies] of [[0, 7], [7, 0], [0, 0]].entries()) {
              const target = { host: "127.0.0.1", port: origin.port };
              const connected = await ask({ port: ports[i]! }, target);
              await connected.peer.close();
              const associated = await askAssociate(ports[i]!);
              await associated.peer.close();
              assertEquals([connected.code, associated.code], replies);
            }
            for (const socks of ports.slice(1)) {
              await withSender(socksSender(socks), (sender) => assertEchoes(sender, echo.local, [100]));
            }
          } finally {
            await origin.close();
          }
        });
      }),
  );
});

test("a tunnel carries what its mode says", () => {
  const password = keyFor(METHOD);
  return withMailboxes(
    [Mailbox.echo()],
    (echo) =>
      withStarted({ servers: [serving({ method: METHOD, password })] }, ({ ports: [port] }) => {
        const modes = ["udp_only", undefined] as const;
        const locals = modes.map((mode) => tunnelFor(reached(port!, METHOD, password), echo.local, mode));
        return withStarted({ locals }, async ({ ports: [udp, both] }) => {
          await assertRejects(() => Peer.connect(udp!));
          await (await Peer.connect(both!)).close();
          for (const tunnel of [udp!, both!]) {
            await withSender(tunnelSender(tunnel, echo.local), (sender) => assertEchoes(sender, echo.local, [100]));
          }
        });
      }),
  );
});

/** Others on this machine may hold the UDP port of a number that TCP was given: not so five times over. */
const CHANCES = 5;

test("a tunnel of connections alone leaves the UDP port to others", async () => {
  const server = reached(1, METHOD, keyFor(METHOD));
  const local = tunnelFor(server, { host: "127.0.0.1", port: 1 }, "tcp_only");
  let left = false;
  for (let chance = 0; chance < CHANCES && !left; chance++) {
    await withStarted({ locals: [local] }, async ({ ports: [port] }) => {
      const socket = await bindPackets({ host: "127.0.0.1", port: port! }).catch(() => null);
      socket?.close();
      left = socket !== null;
    });
  }
  assert(left);
});
