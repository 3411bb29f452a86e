/** Datagrams against shadowsocks-libev, which loses larger ones; and, with rc4, all but the first of an association. */

import { readFileSync } from "node:fs";
import { assertEquals } from "#test";
import type { Endpoint } from "../../net/types.ts";
import { assertEchoes, socksSender, tunnelSender, withSender } from "../behaviour/datagrams.ts";
import { keyFor } from "../behaviour/keys.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import { against } from "./both_ways.ts";
import { until } from "../behaviour/until.ts";
import { blockMethods } from "./methods.ts";
import { withOurLocal, withOurServer } from "./ours.ts";
import { findLibev } from "./peers.ts";
import { type Keys, withPeerLocal, withPeerServer } from "./running.ts";
import { assertCarriesDatagrams, assertEchoesOnceHeard, datagramsBothWays, withPeerTunnel } from "./udp_carried.ts";

const METHODS = [
  "aes-128-gcm",
  "aes-192-gcm",
  "aes-256-gcm",
  "chacha20-ietf-poly1305",
  "xchacha20-ietf-poly1305",
  "rc4-md5",
  ...blockMethods("aes", "cfb", "ctr"),
  ...blockMethods("camellia", "cfb"),
  "bf-cfb",
  "salsa20",
  "chacha20",
  "chacha20-ietf",
];

const SIZES = [1, 512, 1400];

const libev = findLibev();

datagramsBothWays(libev, METHODS, SIZES);

/** The command line of its tunnel. */
function tunnelTo({ host, port }: Endpoint): string[] {
  return ["ss-tunnel", "-u", "-L", `${host.includes(":") ? `[${host}]` : host}:${port}`];
}

for (const method of METHODS) {
  const keys = { method, password: keyFor(method) };
  against(libev, `${method}, datagrams go from its tunnel to our server and back`, () => {
    return withMailboxes([Mailbox.echo()], ({ local }) => {
      return withOurServer(keys, ({ port }) => throughItsTunnel(keys, port, local));
    });
  });
}

/** Payloads go through its tunnel and a server to an echo and back. */
function throughItsTunnel(keys: Keys, server: number, target: Endpoint): Promise<void> {
  return withPeerTunnel(
    libev,
    tunnelTo(target),
    keys,
    server,
    (port) => assertEchoesOnceHeard(tunnelSender(port, target), target, SIZES),
  );
}

against(libev, "rc4, the first datagram goes both ways", () => {
  const keys = { method: "rc4", password: keyFor("rc4") };
  return withMailboxes([Mailbox.echo()], async ({ local }) => {
    const first = (socks: number) => withSender(socksSender(socks), (sender) => assertEchoes(sender, local, [512]));
    await withOurServer(keys, ({ port }) => withPeerLocal(libev, keys, port, first));
    await withPeerServer(libev, keys, async (port) => {
      // It has one try, and accepts connections before it has bound its UDP port.
      await until(() => isBound(port));
      await withOurLocal(keys, port, first);
    });
  });
});

/** Whether somebody has bound a UDP port of IPv4. */
function isBound(port: number): boolean {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")} `;
  return readFileSync("/proc/net/udp", "utf8").split("\n").some((line) => line.slice(0, 21).includes(wanted));
}

const keys = { method: "aes-256-gcm", password: keyFor("aes-256-gcm") };

/** Payloads go from behind a SOCKS5 port to an address of each family and to a name. */
function toEveryKind(socks: number): Promise<void> {
  const echoes = [Mailbox.echo("127.0.0.1"), Mailbox.echo("::1"), Mailbox.echo("::")] as const;
  return withMailboxes(echoes, async (four, six, both) => {
    for (const target of [four.local, six.local, { host: "localhost", port: both.local.port }]) {
      await assertEchoesOnceHeard(socksSender(socks), target, SIZES);
    }
  });
}

against(libev, "IPv4, IPv6 and a name are targets behind its client and our server", () => {
  return withOurServer(keys, ({ port }) => withPeerLocal(libev, keys, port, toEveryKind));
});

against(libev, "IPv4, IPv6 and a name are targets behind our client and its server", () => {
  return withPeerServer(libev, keys, (port) => withOurLocal(keys, port, toEveryKind));
});

against(libev, "its tunnel leads to IPv6 and to a name through our server", () => {
  return withMailboxes([Mailbox.echo("::1"), Mailbox.echo("::")], (six, both) => {
    return withOurServer(keys, async ({ port }) => {
      await throughItsTunnel(keys, port, six.local);
      await throughItsTunnel(keys, port, { host: "localhost", port: both.local.port });
    });
  });
});

against(libev, "what our server got and gave is counted", () => {
  return withOurServer(keys, ({ port, counters }) => {
    return withPeerLocal(libev, keys, port, async (socks) => {
      await assertCarriesDatagrams(socksSender(socks), SIZES);
      assertEquals([counters.up >= 1913, counters.up, counters.ended], [true, counters.down, {}]);
    });
  });
});
