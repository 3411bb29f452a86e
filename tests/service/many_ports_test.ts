/** Several servers and several ports for applications, in one service. */

import { assert, assertEquals, test } from "#test";
import type { LocalEntry, ServerEntry } from "../../config/types.ts";
import { assertEchoes, reached, tunnelFor, tunnelSender, withSender } from "../behaviour/datagrams.ts";
import { Peer } from "../behaviour/peer.ts";
import { through } from "../behaviour/wiring.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import { answers, withReloading } from "./reloads.ts";

const NAMES = ["one", "two", "three"];
const CONNECTIONS = 60;

/** A server that is known in the log by the name of its only user. */
function serverNamed(name: string): ServerEntry {
  const users = [{ name, password: `of ${name}` }];
  return { host: "127.0.0.1", port: 0, method: "aes-256-gcm", password: "", users };
}

function socksTo(servers: ServerEntry[]): LocalEntry {
  return { host: "127.0.0.1", port: 0, protocol: "socks", servers };
}

test("three servers, a SOCKS5 port and a tunnel run as one: each connection takes one of the servers at random", () =>
  withReloading(
    { servers: NAMES.map(serverNamed) },
    ({ apply, ports, echo, log, service }) =>
      withMailboxes([Mailbox.echo()], async (box) => {
        const servers = NAMES.map(serverNamed);
        const ways = ports().map((port, i) => reached(port, "aes-256-gcm", `of ${NAMES[i]}`));
        const target = { host: "127.0.0.1", port: echo.port };
        const tunnels = [tunnelFor(ways[0]!, target, "tcp_only"), tunnelFor(ways[1]!, box.local, "udp_only")];
        // The servers stay as they are; that the system chose their ports changes nothing.
        const opened = await apply({ servers, locals: [socksTo(ways), ...tunnels] });
        assertEquals(opened.map(({ kind }) => kind), ["port-opened", "port-opened", "port-opened"]);
        assertEquals(service.listeners.map(({ role }) => role), [
          "server",
          "server",
          "server",
          "local",
          "local",
          "local",
        ]);
        const [, , , socks, tunnel, datagrams] = ports();

        const all = Array.from({ length: CONNECTIONS }, () => through({ port: socks! }, echo.port));
        for (const connection of await Promise.all(all)) {
          assert(await answers(connection));
          await connection.close();
        }
        const ends = await log.wait("closed", 2 * CONNECTIONS);
        const counts = NAMES.map((name) => ends.filter(({ fields }) => fields.user === name).length);
        assertEquals(counts.reduce((sum, count) => sum + count), CONNECTIONS);
        // That one of three is never chosen in 60 turns happens once in ten thousand million runs.
        assert(counts.every((count) => count > 0), `${counts}`);

        const tunnelled = await Peer.connect(tunnel!);
        assert(await answers(tunnelled));
        await tunnelled.close();
        await withSender(tunnelSender(datagrams!, box.local), (sender) => assertEchoes(sender, box.local, [1, 1400]));
      }),
  ));
