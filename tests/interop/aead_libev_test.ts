/** Against shadowsocks-libev: its AEAD methods, with 64 MiB each way, and every kind of target. */

import { assertEquals } from "#test";
import { listenOrigin } from "../behaviour/peer.ts";
import { through } from "../behaviour/wiring.ts";
import { against, keyFor } from "./both_ways.ts";
import { type Amount, assertCarries } from "./carried.ts";
import { withOurLocal, withOurServer } from "./ours.ts";
import { findLibev } from "./peers.ts";
import { withPeerLocal, withPeerServer } from "./running.ts";

const METHODS = [
  "aes-128-gcm",
  "aes-192-gcm",
  "aes-256-gcm",
  "chacha20-ietf-poly1305",
  "xchacha20-ietf-poly1305",
];

const MUCH: Amount = { up: 64 * 1024 * 1024, down: 64 * 1024 * 1024 };

/** An origin's own address, and how an application may write it. */
const TARGETS = [
  { kind: "IPv4", listens: "127.0.0.1", written: "127.0.0.1" },
  { kind: "IPv6", listens: "::1", written: "::1" },
  { kind: "name", listens: "127.0.0.1", written: "localhost" },
];

/** One question and its answer through the SOCKS5 port, for each kind of target. */
async function assertReachesAll(port: number): Promise<void> {
  for (const { kind, listens, written } of TARGETS) {
    const origin = await listenOrigin(undefined, listens);
    try {
      const application = await through({ port }, origin.port, written);
      try {
        const asked = application.send(new TextEncoder().encode(`to ${kind}`));
        const target = await origin.accept();
        assertEquals(new TextDecoder().decode(await target.take(3 + kind.length)), `to ${kind}`);
        await asked;
        await target.send(new TextEncoder().encode("yes"));
        assertEquals(new TextDecoder().decode(await application.take(3)), "yes", kind);
      } finally {
        await application.close();
      }
    } finally {
      await origin.close();
    }
  }
}

const libev = findLibev();

for (const method of METHODS) {
  const keys = { method, password: keyFor(method) };
  against(libev, `${method}, its client and our server carry 64 MiB each way, to IPv4, IPv6 and a name`, () => {
    return withOurServer(keys, ({ port }) => {
      return withPeerLocal(libev, keys, port, async (socks) => {
        await assertReachesAll(socks);
        await assertCarries(socks, MUCH);
      });
    });
  });
  against(libev, `${method}, our client and its server carry 64 MiB each way, to IPv4, IPv6 and a name`, () => {
    return withPeerServer(libev, keys, (port) => {
      return withOurLocal(keys, port, async (socks) => {
        await assertReachesAll(socks);
        await assertCarries(socks, MUCH);
      });
    });
  });
}
