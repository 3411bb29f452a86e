/** Against shadowsocks-libev: its AEAD methods, large, to targets named in every way. */

import { assertEquals } from "#test";
import { dialBulk, letGo, listenBulk, MIB, receiveBulk, sendBulk } from "../behaviour/bulk.ts";
import { keyFor } from "../behaviour/keys.ts";
import { against } from "./both_ways.ts";
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

/** What goes each way. */
const SIZE = 64 * MIB;

/** Carries bytes both ways at once, to an origin that is asked for by this host. */
async function assertCarries(socksPort: number, host: string): Promise<void> {
  const origin = await listenBulk("::");
  try {
    const accepted = origin.accept();
    const application = await dialBulk(socksPort, { host, port: origin.port });
    const down = receiveBulk(application, SIZE);
    const question = sendBulk(application, SIZE, 1);
    const target = await accepted;
    const up = receiveBulk(target, SIZE);
    const answer = sendBulk(target, SIZE, 2);
    assertEquals({ up: await up, down: await down }, { up: await question, down: await answer });
    await Promise.all([letGo(application), letGo(target)]);
  } finally {
    await origin.close();
  }
}

/** The same to IPv4, IPv6 and a name. */
async function assertCarriesEverywhere(socksPort: number): Promise<void> {
  for (const host of ["127.0.0.1", "::1", "localhost"]) await assertCarries(socksPort, host);
}

const libev = findLibev();

for (const method of METHODS) {
  const keys = { method, password: keyFor(method) };

  against(libev, `${method}, its client and our server carry 64 MiB both ways to every kind of target`, () => {
    return withOurServer(keys, async ({ port, counters }) => {
      await withPeerLocal(libev, keys, port, assertCarriesEverywhere);
      // None of it went past the server.
      assertEquals({ up: counters.up, down: counters.down }, { up: 3 * SIZE, down: 3 * SIZE });
    });
  });

  against(libev, `${method}, our client and its server carry 64 MiB both ways to every kind of target`, () => {
    return withPeerServer(libev, keys, (port) => withOurLocal(keys, port, assertCarriesEverywhere));
  });
}
