/** A client's servers that carry connections alone, or datagrams alone. */

import { assert, test } from "#test";
import { assertEchoes, reached, tunnelFor, tunnelSender, withSender } from "../behaviour/datagrams.ts";
import { Peer } from "../behaviour/peer.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import { answers, withReloading } from "./reloads.ts";

const METHOD = "aes-256-gcm";
const SERVER = { host: "127.0.0.1", port: 0, method: METHOD, password: "pw" };
const CONNECTIONS = 20;

test("what a client's server does not carry is never sent through it", () =>
  withReloading({ servers: [SERVER] }, ({ apply, ports, echo }) =>
    withMailboxes([Mailbox.echo()], async (box) => {
      const right = reached(ports()[0]!, METHOD, "pw");
      // Nobody with this password is there: whatever took this way would have no answer.
      const wrong = reached(ports()[0]!, METHOD, "another");
      const target = { host: "127.0.0.1", port: echo.port };
      const carrying = (tcp: "right" | "wrong") => [
        { ...right, mode: tcp === "right" ? "tcp_only" as const : "udp_only" as const },
        { ...wrong, mode: tcp === "right" ? "udp_only" as const : "tcp_only" as const },
      ];
      const tcp = { ...tunnelFor(right, target, "tcp_only"), servers: carrying("right") };
      const udp = { ...tunnelFor(right, box.local, "udp_only"), servers: carrying("wrong") };
      await apply({ servers: [SERVER], locals: [tcp, udp] });
      const [, tunnel, datagrams] = ports();
      for (let i = 0; i < CONNECTIONS; i++) {
        const connection = await Peer.connect(tunnel!);
        assert(await answers(connection), `connection ${i} took the server for datagrams`);
        await connection.close();
      }
      for (let i = 0; i < CONNECTIONS; i++) {
        await withSender(tunnelSender(datagrams!, box.local), (sender) => assertEchoes(sender, box.local, [1]));
      }
    })));
